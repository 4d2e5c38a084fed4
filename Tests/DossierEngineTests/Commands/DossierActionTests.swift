import DossierDomain
import DossierEngine
import Testing
import WorkingCalendar

@Suite struct DossierActionTests {
    @Test(
        "an action has the name that design.md §4 gives its path",
        arguments: [
            (.accept, "accept"), (.refuse(reason: "x"), "refuse"),
            (.completeStep(StepCompletionRequest(step: "intake")), "complete-step"),
            (.returnStep(step: "sign", target: "intake", reason: "x"), "return-step"),
            (.assign(step: "sign", username: "officer.TCKH"), "assign"),
            (.requestSupplement(items: ["CCCD"], reason: "x"), "request-supplement"),
            (.receiveSupplement(documents: []), "receive-supplement"),
            (.requestPayment(amountInDong: 1, reason: "x"), "request-payment"),
            (.confirmPayment(reference: "x"), "confirm-payment"), (.withdraw(reason: "x"), "withdraw"),
            (.stop(reason: "x"), "stop"), (.void(reason: "x"), "void"),
            (.apologise(reason: "x", newDueAt: Instant(seconds: 0)), "apologise"),
            (.handOver(receivedBy: "x"), "hand-over"),
            (.correct(ApplicantCorrection(person: PersonDraft(), subject: nil), reason: "x"), "correct"),
            (.renewPIN, "renew-pin"),
        ] as [(DossierAction, String)]
    )
    func names(action: DossierAction, name: String) {
        #expect(action.name == name)
    }
}
