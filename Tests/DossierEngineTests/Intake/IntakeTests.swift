import DossierDomain
import DossierEngine
import SMSText
import Testing

/// The rules of the form in design.md §4, field by field.
@Suite struct IntakeTests {
    @Test("a good intake is taken with its texts in NFC, single blanks, and its phone in one form")
    func taken() throws {
        let draft = Drafts.business { draft in
            draft.commune = "xã bình nguyên"
            // "Nguyễn" with its marks apart (NFD), a no-break space and blanks at both ends.
            draft.applicant?.name = "  Nguye\u{302}\u{303}n\u{A0} Va\u{306}n   An "
            draft.applicant?.identityNumber = "049 085 001 234"
            draft.applicant?.phone = "+84 905.123.456"
            draft.applicant?.email = "an.nguyen@example.vn"
            draft.documents = [
                Drafts.document("Giấy đề nghị đăng ký", quantity: nil),
                Drafts.document("CCCD", form: "photocopy", quantity: 2),
            ]
        }

        let intake = try judged(draft)

        let applicant = intake.sheet.applicant
        #expect(intake.procedure.code == "1.001612")
        #expect(intake.channel == .desk)
        #expect(intake.commune == "binh-nguyen")
        #expect(bytes(applicant.name) == bytes("Nguy\u{1EC5}n V\u{103}n An"))
        #expect(applicant.identityNumber == "049085001234")
        #expect(applicant.phone?.e164 == "+84905123456")
        #expect(applicant.email == "an.nguyen@example.vn")
        #expect(intake.sheet.documents.map(\.quantity) == [1, 2])
        #expect(intake.sheet.documents.map(\.form) == [.original, .photocopy])
        #expect(intake.sheet.submitter == nil)
        #expect(intake.notifiesBySMS)
    }

    @Test("an empty form names every field that must be given, in the form's order")
    func empty() throws {
        #expect(
            try errors(of: IntakeDraft())
                == ["procedureCode required", "channel required", "applicant required", "subject required"]
        )
    }

    @Test("all that is wrong is named at once, in the form's order, missing mobile last")
    func everythingWrong() throws {
        let draft = Drafts.business { draft in
            draft.procedureCode = "9.999999"
            draft.channel = "fax"
            draft.commune = "Sao Hỏa"
            draft.applicant?.kind = "person"
            draft.applicant?.name = " "
            draft.applicant?.identityNumber = "12"
            draft.applicant?.phone = nil
            draft.applicant?.email = "an"
            draft.applicant?.address = "a\u{7}"
            draft.subject = ""
            draft.submitter = Drafts.submitter {
                $0.name = nil
                $0.identityNumber = "0490850012345"
                $0.phone = "113"
            }
            draft.documents = [Drafts.document(nil, form: nil, quantity: 0)]
        }

        #expect(
            try errors(of: draft) == [
                "procedureCode unknown-procedure", "channel invalid-value", "commune unknown-commune",
                "applicant.kind invalid-value", "applicant.name blank",
                "applicant.identityNumber invalid-identity-number", "applicant.email invalid-value",
                "applicant.address control-character", "subject blank", "submitter.name required",
                "submitter.identityNumber invalid-identity-number", "submitter.phone not-a-phone",
                "documents[0].name required", "documents[0].form required", "documents[0].quantity out-of-range",
                "applicant.phone no-phone-for-sms",
            ]
        )
    }

    @Test(
        "names are any visible text",
        arguments: [
            ("A", nil), ("Công ty TNHH MTV 1/5 & Bạn", nil), ("👩‍🌾", nil), ("H'Hen Niê", nil), ("李小龍", nil),
            ("", "blank"), (" \u{A0}\t", "control-character"), ("\u{3000}", "blank"), ("\u{200B}", "blank"),
            ("An\u{0}", "control-character"), ("An\nBình", "control-character"),
            ("An\u{202E}hnìB", "control-character"),
            (String(repeating: "ệ", count: 200), nil), (String(repeating: "ệ", count: 201), "too-long"),
            (" " + String(repeating: "a", count: 200) + " ", nil), (String(repeating: "a", count: 100_000), "too-long"),
        ] as [(String, String?)]
    )
    func names(typed: String, error: String?) throws {
        let asApplicant = Drafts.business { $0.applicant?.name = typed }
        let asSubmitter = Drafts.business { $0.submitter = Drafts.submitter { $0.name = typed } }
        let asDocument = Drafts.business { $0.documents = [Drafts.document(typed)] }

        #expect(try errors(of: asApplicant) == (error.map { ["applicant.name " + $0] } ?? []))
        #expect(try errors(of: asSubmitter) == (error.map { ["submitter.name " + $0] } ?? []))
        #expect(try errors(of: asDocument) == (error.map { ["documents[0].name " + $0] } ?? []))
    }

    @Test(
        "subject and address have their lengths",
        arguments: [("subject", 500), ("applicant.address", 300), ("applicant.email", 254)]
    )
    func lengths(field: String, maximum: Int) throws {
        func draft(_ length: Int) -> IntakeDraft {
            let text = String(repeating: "a", count: length - "@thangbinh.vn".count) + "@thangbinh.vn"
            return Drafts.business { draft in
                switch field {
                case "subject": draft.subject = text
                case "applicant.address": draft.applicant?.address = text
                default: draft.applicant?.email = text
                }
            }
        }

        #expect(try errors(of: draft(maximum)) == [])
        #expect(try errors(of: draft(maximum + 1)) == [field + " too-long"])
    }

    @Test("the kinds and channels of design.md §4 are taken and no others")
    func choices() throws {
        for kind in ["citizen", "business", "householdBusiness", "agency", "organisation"] {
            #expect(try judged(Drafts.business { $0.applicant?.kind = kind }).sheet.applicant.kind.rawValue == kind)
        }
        for channel in ["desk", "online", "post"] {
            #expect(try judged(Drafts.business { $0.channel = channel }).channel.rawValue == channel)
        }
        for form in ["original", "certifiedCopy", "photocopy", "electronic"] {
            let draft = Drafts.business { $0.documents = [Drafts.document("CCCD", form: form)] }
            #expect(try judged(draft).sheet.documents.first?.form.rawValue == form)
        }
        for other in ["", "Citizen", "citizen ", "Desk", "copy"] {
            let draft = Drafts.business { draft in
                draft.applicant?.kind = other
                draft.channel = other
                draft.documents = [Drafts.document("CCCD", form: other)]
            }
            #expect(
                try errors(of: draft)
                    == ["channel invalid-value", "applicant.kind invalid-value", "documents[0].form invalid-value"]
            )
        }
    }

    @Test("optional fields may be missing or empty")
    func optionalFields() throws {
        for nothing in [nil, ""] {
            let intake = try judged(
                Drafts.business { draft in
                    draft.applicant?.identityNumber = nothing
                    draft.applicant?.phone = nothing
                    draft.applicant?.email = nothing
                    draft.applicant?.address = nothing
                    draft.documents = []
                    draft.notifyBySMS = false
                }
            )
            let applicant = intake.sheet.applicant
            #expect(applicant.identityNumber == nil && applicant.phone == nil)
            #expect(applicant.email == nil && applicant.address == nil)
            #expect(intake.sheet.documents.isEmpty)
        }
    }

    @Test("fifty papers are taken and no more")
    func documentCount() throws {
        let fifty = Drafts.business { $0.documents = [DocumentDraft](repeating: Drafts.document("CCCD"), count: 50) }
        let more = Drafts.business { $0.documents = [DocumentDraft](repeating: Drafts.document(nil), count: 51) }

        #expect(try judged(fifty).sheet.documents.count == 50)
        #expect(try errors(of: more) == ["documents too-many"])
    }

    @Test(
        "one to a hundred of a paper are taken",
        arguments: [(1, true), (100, true), (0, false), (101, false), (-1, false), (.max, false), (.min, false)]
            as [(Int64, Bool)]
    )
    func quantity(quantity: Int64, isTaken: Bool) throws {
        let draft = Drafts.business { draft in
            draft.documents = [Drafts.document("CCCD"), Drafts.document("Bản vẽ", quantity: quantity)]
        }

        #expect(try errors(of: draft) == (isTaken ? [] : ["documents[1].quantity out-of-range"]))
    }

    @Test("a procedure not yet in force is unknown")
    func notYetInForce() throws {
        let rules = try TestRules.make(procedures: [Procedures.business(from: "2022-01-06")])

        #expect(throws: RequestRefusal.invalidFields([FieldError("procedureCode", .unknownProcedure)])) {
            try Intake(Drafts.business(), rules: rules, on: date("2022-01-05"))
        }
        #expect(throws: Never.self) { try Intake(Drafts.business(), rules: rules, on: date("2022-01-06")) }
    }
}
