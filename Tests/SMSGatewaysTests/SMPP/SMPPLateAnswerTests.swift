import DossierEngine
import SMPP
import Testing

@testable import SMSGateways

/// Receipts of texts whose answers came too late to be of use to the sender.
struct SMPPLateAnswerTests {
    @Test("a receipt after a late answer names our reference")
    func late() async throws {
        let kept = SMPPKept()
        let inbox = SMPPInbox(
            smppDescription(port: 1),
            sinks: kept.sinks(takesTexts: false),
            log: kept.note
        )
        inbox.answeredLate(SubmissionID(reference: 42), .accepted(messageID: "A1"))
        inbox.answeredLate(SubmissionID(reference: 43), .refused(.invalidDestinationAddress))
        for id in ["A1", "A2"] {
            var receipt = fromPhone(Array("id:\(id) stat:DELIVRD".utf8))
            receipt.esmClass = .deliveryReceipt
            #expect(await inbox.take(receipt) == .kept)
        }
        #expect(kept.reports.map(\.subject) == [.reference(42), .providerReferences(["A2"])])
    }

    @Test("an id that the SMSC gives anew is no longer that of the text whose answer was late")
    func givenAnew() async throws {
        let kept = SMPPKept()
        let inbox = SMPPInbox(
            smppDescription(port: 1),
            sinks: kept.sinks(takesTexts: false),
            log: kept.note
        )
        inbox.answeredLate(SubmissionID(reference: 42), .accepted(messageID: "17"))
        inbox.answeredLate(SubmissionID(reference: 43), .accepted(messageID: "18"))
        inbox.answered("17")
        for id in ["17", "18"] {
            var receipt = fromPhone(Array("id:\(id) stat:DELIVRD".utf8))
            receipt.esmClass = .deliveryReceipt
            #expect(await inbox.take(receipt) == .kept)
        }
        #expect(kept.reports.map(\.subject) == [.providerReferences(["17"]), .reference(43)])
    }

    @Test("as many late answers are remembered as said, the latest")
    func bound() {
        var answers = LateAnswers()
        for number in 0...LateAnswers.limit {
            answers.remember("id \(number)", reference: Int64(number))
        }
        #expect(answers.reference(of: "id 0") == nil)
        #expect(answers.reference(of: "id 1") == 1)
        #expect(answers.reference(of: "id \(LateAnswers.limit)") == Int64(LateAnswers.limit))
    }

    @Test("a notification before the end never says undelivered")
    func intermediate() throws {
        var message = fromPhone(Array("id:1 stat:UNDELIV".utf8))
        message.esmClass = .intermediateNotification
        let receipt = try #require(DeliveryReceipt(message))
        #expect(receipt.reportState == .underWay)
    }
}
