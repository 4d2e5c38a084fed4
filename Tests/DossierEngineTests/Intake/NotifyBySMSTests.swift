import DossierEngine
import SMSText
import Testing

/// Whom texts go to, and when nobody can get them (design.md §4).
@Suite struct NotifyBySMSTests {
    private static let landline = "0235 3874 123"
    private static let missing = ["applicant.phone no-phone-for-sms"]

    @Test(
        "texts go to the applicant's mobile, else to the submitter's",
        arguments: [
            ("0905123456", nil, "+84905123456"), ("0905123456", "0914000111", "+84905123456"),
            (nil, "0914000111", "+84914000111"), (landline, "0914000111", "+84914000111"),
        ] as [(String?, String?, String)]
    )
    func receiver(applicant: String?, submitter: String?, expected: String) throws {
        let intake = try judged(
            Drafts.business { draft in
                draft.applicant?.phone = applicant
                draft.submitter = submitter.map { phone in Drafts.submitter { $0.phone = phone } }
            }
        )

        #expect(intake.notifiesBySMS)
        #expect(intake.sheet.mobile?.e164 == expected)
    }

    @Test(
        "texts wanted without anybody's mobile number are refused at the applicant's phone",
        arguments: [(nil, nil), (landline, nil), (nil, landline), (landline, landline), ("", "")]
            as [(String?, String?)]
    )
    func nobody(applicant: String?, submitter: String?) throws {
        let draft = Drafts.business { draft in
            draft.applicant?.phone = applicant
            draft.submitter = submitter.map { phone in Drafts.submitter { $0.phone = phone } }
        }

        #expect(try errors(of: draft) == Self.missing)
    }

    @Test("a phone that cannot be read is named once, as no phone")
    func unreadable() throws {
        #expect(
            try errors(of: Drafts.business { $0.applicant?.phone = "0905" }) == ["applicant.phone not-a-phone"]
        )
    }

    @Test("a good mobile number counts though the name beside it cannot be taken")
    func badNameBesideGoodPhone() throws {
        let applicant = Drafts.business { $0.applicant?.name = " " }
        let submitter = Drafts.business { draft in
            draft.applicant?.phone = nil
            draft.submitter = Drafts.submitter {
                $0.name = nil
                $0.phone = "0914000111"
            }
        }

        #expect(try errors(of: applicant) == ["applicant.name blank"])
        #expect(try errors(of: submitter) == ["submitter.name required"])
    }

    @Test("a missing applicant is named once")
    func noApplicant() throws {
        #expect(try errors(of: Drafts.business { $0.applicant = nil }) == ["applicant required"])
    }

    @Test("who says nothing of texts gets them where there is a mobile number")
    func unsaid() throws {
        let mobile = try judged(Drafts.business { $0.notifyBySMS = nil })
        let fixed = try judged(
            Drafts.business { draft in
                draft.notifyBySMS = nil
                draft.applicant?.phone = Self.landline
            }
        )
        let unwanted = try judged(Drafts.business { $0.notifyBySMS = false })

        #expect(mobile.notifiesBySMS)
        #expect(!fixed.notifiesBySMS)
        #expect(!unwanted.notifiesBySMS)
    }
}
