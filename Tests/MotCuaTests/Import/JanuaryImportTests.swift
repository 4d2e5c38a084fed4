import DossierDomain
import DossierEngine
import DossierStoreSQLite
import Foundation
import SMSText
import Testing
import WorkingCalendar

@testable import motcua

/// The register of January 2022, imported on Thursday 2022-02-10 at 08:00.
struct JanuaryImportTests {
    private struct Imported: Sendable {
        let site: RegisterSite
        let report: ImportReport
        let files: [DossierFile]
        let key: [JanuaryRegister.Answer]

        /// The dossier of a good line; rows become dossiers in the file's order.
        func file(ofLine line: Int) throws -> DossierFile {
            let good = key.filter(\.isGood)
            return files[try #require(good.firstIndex { $0.line == line })]
        }
    }

    /// Imported once, because no test here changes it.
    private static let imported = Task {
        let site = try await RegisterSite.open()
        let report = try await site.take(JanuaryRegister.file())
        return Imported(site: site, report: report, files: try await site.files(), key: try JanuaryRegister.key())
    }

    @Test("every verdict, name and telephone of the 1,200 rows agrees with the answer key")
    func verdicts() async throws {
        let imported = try await Self.imported.value
        #expect(imported.key.count == 1_200)
        #expect(imported.report.rows == 1_200)
        let defects = Dictionary(uniqueKeysWithValues: imported.report.rejected.map { ($0.line, $0.defect.field) })
        var files = imported.files.makeIterator()
        for answer in imported.key {
            guard answer.isGood else {
                #expect(defects[answer.line].map { "error:" + $0 } == answer.verdict, "line \(answer.line)")
                continue
            }
            #expect(defects[answer.line] == nil, "line \(answer.line)")
            let next = files.next()
            let file = try #require(next)
            let applicant = try #require(file.sheet?.applicant)
            // Scalars, because Swift takes an NFD name for equal to its NFC form.
            #expect(Array(applicant.name.unicodeScalars) == Array(answer.name.unicodeScalars), "line \(answer.line)")
            let mobile = applicant.phone.flatMap { $0.isMobile ? $0.e164 : nil } ?? ""
            let wantsTexts = answer.verdict == "ok"
            #expect(file.dossier.registration.notifiesBySMS == wantsTexts, "line \(answer.line)")
            if wantsTexts { #expect(mobile == answer.phone, "line \(answer.line)") }
        }
        let surplus = files.next()
        #expect(surplus?.dossier.code == nil)
    }

    @Test("the summary counts the rows and the rejected ones by field")
    func summary() async throws {
        // Counted in the key: 1,014 ok and 95 ok-no-sms; 60 + 11 + 9 + 6 + 5 = 91 errors.
        #expect(
            try await Self.imported.value.report.summary(rejectedFile: "register.csv.rejected.csv") == [
                "1200 rows read, 1109 added, 0 known before, 91 rejected:",
                "  receivedAt: 6",
                "  procedureCode: 11",
                "  channel: 9",
                "  applicant.name: 5",
                "  applicant.phone: 60",
                "Rejected rows and their remedies: register.csv.rejected.csv",
            ]
        )
    }

    @Test("codes are gapless by day of receipt, in the file's order")
    func codes() async throws {
        let imported = try await Self.imported.value
        var last: [LocalDate: Int] = [:]
        for file in imported.files {
            let receipt = try #require(file.dossier.receivedAt)
            let date = LocalDateTime(receipt).date
            let serial = (last[date] ?? 0) + 1
            last[date] = serial
            // `2022-01-04` as `220104`.
            let day = String(date.iso8601.filter { $0 != "-" }.dropFirst(2))
            let expected = "000.00.15.H47-\(day)-" + String("000\(serial)".suffix(4))
            #expect(file.dossier.code.text == expected)
        }
        // The working days from 4 to 28 January 2022: four in the first week (4-7), then five in each of three.
        #expect(last.count == 19)
    }

    @Test(
        "due dates are those of the day of receipt",
        arguments: [
            // Same day, Tuesday 07:40, before the cut-off of 15:00.
            (3, "000.00.15.H47-220104-0002", "2022-01-04T17:00:00+07:00"),
            // Same day, Tuesday 15:28, after the cut-off: close of Wednesday.
            (57, nil, "2022-01-05T17:00:00+07:00"),
            // Ten working days from Tuesday 4 January 08:49, written `04/01/2022 08:49`:
            // 5, 6, 7 (3), 10-14 (8), 17, 18 (10).
            (18, nil, "2022-01-18T08:49:00+07:00"),
            // Seven working days from Tuesday 4 January 07:51: 5, 6, 7 (3), 10-13 (7).
            (5, nil, "2022-01-13T07:51:00+07:00"),
            // Filed online, ten working days from Tuesday 4 January 07:33.
            (2, "000.00.15.H47-220104-0001", "2022-01-18T07:33:00+07:00"),
            // Same day, Friday 28 January 14:19, the last before Tết.
            (1193, nil, "2022-01-28T17:00:00+07:00"),
            // Three working days from Friday 28 January 14:38; closed 29 January to 6 February: 7, 8, 9 February.
            (1194, nil, "2022-02-09T14:38:00+07:00"),
            // Same day, Friday 28 January 16:45, after the cut-off: close of Monday 7 February.
            (1200, nil, "2022-02-07T17:00:00+07:00"),
            // Fifteen working days from Friday 28 January 16:49: 7-11 (5), 14-18 (10), 21-25 February (15).
            (1201, nil, "2022-02-25T16:49:00+07:00"),
        ] as [(Int, String?, String)]
    )
    func dueDates(line: Int, code: String?, due: String) async throws {
        let dossier = try await Self.imported.value.file(ofLine: line).dossier
        #expect(dossier.dueAt?.iso8601 == due)
        #expect(dossier.originalDueAt == dossier.dueAt)
        if let code { #expect(dossier.code.text == code) }
    }

    @Test("every row is a received dossier with its history, also those filed online")
    func received() async throws {
        let imported = try await Self.imported.value
        #expect(imported.files.allSatisfy { $0.dossier.status == .received && $0.dossier.version == 1 })
        #expect(imported.files.contains { $0.dossier.registration.channel == .online })
        for file in imported.files {
            #expect(file.dossier.activeSteps.map(\.id) == ["intake"])
            #expect(file.dossier.registration.importedAt == imported.site.workplace.clock.now)
        }
        let papers = try imported.file(ofLine: 3).sheet?.documents
        #expect(
            papers == [
                SubmittedDocument(name: "Tờ khai", form: .original, quantity: 1),
                SubmittedDocument(name: "Đơn đề nghị", form: .original, quantity: 1),
                SubmittedDocument(name: "Bản vẽ thiết kế", form: .original, quantity: 2),
            ]
        )
    }

    @Test("no text is queued and no rung of the past stands; those to come do")
    func timers() async throws {
        let imported = try await Self.imported.value
        let now = imported.site.workplace.clock.now
        let (texts, due, next) = try await imported.site.workplace.store.read { snapshot in
            let later = now.adding(seconds: 400 * 86_400)
            return (
                try snapshot.sendableMessages(at: later, limit: 10).count
                    + snapshot.acceptedMessages(after: 0, limit: 10).count,
                try snapshot.dueTimers(until: now, limit: 10).count, try snapshot.nextTimer()
            )
        }
        #expect(texts == 0)
        #expect(due == 0)
        #expect(try #require(next) > now)
        // Due on 9 February at 14:38: the whole ladder has passed, late since yesterday.
        let past = try imported.file(ofLine: 1194).dossier
        let stepRungs: [Rung] = [.stepWarning("half", "intake"), .stepWarning("most", "intake")]
        #expect(
            past.registration.skippedRungs == [.dossierWarning("approaching"), .dossierWarning("apology")] + stepRungs
                + [.dossierOverdue, .stepOverdue("intake")]
        )
        #expect(past.timers.isEmpty)
        #expect(past.isLate(at: now))
        // Due on Friday 25 February 16:49: only the intake step's rungs have passed; 16 and 8 working hours before are
        // Wednesday and Thursday 16:49.
        let running = try imported.file(ofLine: 1201).dossier
        #expect(running.registration.skippedRungs == stepRungs + [.stepOverdue("intake")])
        #expect(
            running.timers.map { "\($0.rung) \($0.fireAt.iso8601)" } == [
                "dossierWarning(approaching) 2022-02-23T16:49:00+07:00",
                "dossierWarning(apology) 2022-02-24T16:49:00+07:00", "dossierOverdue 2022-02-25T16:49:01+07:00",
            ]
        )
        #expect(!running.isLate(at: now))
    }

    @Test("verify finds nothing wrong")
    func verify() async throws {
        let report = try await Self.imported.value.site.verification()
        #expect(report.isClean, "\(report.defects)")
        #expect(report.dossiers == 1_109)
        #expect(report.codes == 1_109)
    }
}
