import DossierEngine
import Testing

/// What reports make of texts.
struct MessageStateTests {
    @Test(
        "a report moves a text as far as it can be believed",
        arguments: [
            (.delivered, "delivered delivered delivered . delivered delivered delivered delivered delivered delivered"),
            (.underWay, "accepted accepted . . . . . . accepted ."),
            (.undelivered, ". undelivered undelivered . . . . undelivered undelivered ."),
            (.rejected, ". rejected rejected . . . . rejected rejected ."),
            (.expired, ". expired expired . . . . expired expired ."),
            (.unknown, ". . unconfirmed . . . . . unconfirmed ."),
        ] as [(DeliveryReport.State, String)]
    )
    func after(report: DeliveryReport.State, states: String) {
        let expected = states.split(separator: " ").map { MessageState(rawValue: String($0)) }
        #expect(MessageState.allCases.map { $0.after(report) } == expected)
    }

    @Test("only what ended without being known to have arrived may be sent again")
    func sendAgain() {
        #expect(
            MessageState.allCases.filter(\.maySendAgain)
                == [.undelivered, .rejected, .expired, .unconfirmed, .unknown, .failed]
        )
    }

    @Test("no order of reports leaves a text that was delivered as anything else")
    func deliveredIsLast() {
        for first in MessageState.allCases {
            for second: DeliveryReport.State in [.underWay, .undelivered, .expired, .rejected, .unknown, .delivered] {
                let delivered = first.after(.delivered) ?? first
                #expect(delivered == .delivered && delivered.after(second) == nil)
                let before = first.after(second) ?? first
                #expect(before == .delivered || before.after(.delivered) == .delivered)
            }
        }
    }
}
