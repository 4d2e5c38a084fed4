import DossierEngine
import SMSText
import Testing

@Suite struct PersonRulesTests {
    @Test(
        "an identity number is 9 or 12 digits, blanks and dots aside",
        arguments: [
            ("205123456", "205123456"), ("049085001234", "049085001234"), ("049.085.001.234", "049085001234"),
            (" 205 123 456 ", "205123456"), ("000000000", "000000000"),
        ]
    )
    func identityNumbers(typed: String, clean: String) throws {
        for kind in ApplicantKind.allCases {
            #expect(try PersonRules.identityNumber(typed, kind: kind) == clean)
        }
    }

    @Test(
        "a tax number of 10 or 13 digits is taken from anyone but a citizen",
        arguments: [
            ("4000123456", "4000123456"), ("4000123456001", "4000123456001"), ("4000123456-001", "4000123456-001"),
        ]
    )
    func taxNumbers(typed: String, clean: String) throws {
        for kind in ApplicantKind.allCases where kind != .citizen {
            #expect(try PersonRules.identityNumber(typed, kind: kind) == clean)
        }
        #expect(throws: FieldDefect(.invalidIdentityNumber)) { try PersonRules.identityNumber(typed, kind: .citizen) }
    }

    @Test(
        "anything else is no identity number",
        arguments: [
            " ", "-", "12345678", "40001234", "04908500123456", "400012345600101", "04908500123", "04908500123a",
            "B1234567", "4000123456-01", "400012345-6001",
            "049085001234-", "205123456;", "２０５１２３４５６", "٢٠٥١٢٣٤٥٦", "205-123-456", "+49085001234",
        ]
    )
    func notIdentityNumbers(typed: String) {
        for kind in ApplicantKind.allCases {
            #expect(throws: FieldDefect(.invalidIdentityNumber)) { try PersonRules.identityNumber(typed, kind: kind) }
        }
    }

    @Test(
        "phones are read as clerks write them",
        arguments: [
            ("0905123456", "+84905123456", true), ("+84905123456", "+84905123456", true),
            ("0084 905 123 456", "+84905123456", true), ("(0905) 123-456", "+84905123456", true),
            // 0120 became 070 on 15 September 2018.
            ("01201234567", "+84701234567", true),
            // A landline is 02 and 8 or 9 digits more.
            ("0235 3874 123", "+842353874123", false), ("0243825678", "+84243825678", false),
        ]
    )
    func phones(typed: String, e164: String, isMobile: Bool) throws {
        let phone = try PersonRules.phone(typed)

        #expect(phone.e164 == e164)
        #expect(phone.isMobile == isMobile)
    }

    @Test(
        "anything else is no phone",
        arguments: [
            " ", "113", "0905", "09051234567", "02353874", "0905123456 máy lẻ 2", "0905123456/0914000111",
            "+1 212 555 0100",
        ]
    )
    func notPhones(typed: String) {
        #expect(throws: FieldDefect(.notAPhone)) { try PersonRules.phone(typed) }
        #expect(throws: FieldDefect(.notAPhone)) { try PersonRules.phone(typed + String(repeating: " ", count: 1000)) }
    }

    @Test(
        "an e-mail address has one at sign and a dot behind it",
        arguments: ["a@b.vn", "nguyễn.an+hs@thangbinh.gov.vn"]
    )
    func emails(typed: String) throws {
        #expect(try PersonRules.email(typed) == typed)
    }

    @Test(
        "anything else is no e-mail address",
        arguments: ["a", "@b.vn", "a@", "a@b", "a@.vn", "a@b.", "a@@b.vn", "a@b@c.vn", "a b@c.vn", "a@b .vn"]
    )
    func notEmails(typed: String) {
        #expect(throws: FieldDefect(.invalidValue)) { try PersonRules.email(typed) }
    }
}
