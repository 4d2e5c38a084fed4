import DossierEngine
import SMSGateways
import Testing

/// The reports that Kannel brings.
struct KannelReportTests {
    @Test(
        "each status has its meaning",
        arguments: [
            ("1", DeliveryReport.State.delivered), ("2", .undelivered), ("4", .underWay), ("8", .underWay),
            ("16", .rejected),
        ]
    )
    func states(status: String, state: DeliveryReport.State) throws {
        let report = try KannelReport.report(from: ["reference": "42", "status": status], gateway: "kannel")

        #expect(report == DeliveryReport(gateway: "kannel", subject: .reference(42), state: state))
    }

    @Test(
        "what is no report of ours is refused by the name of the parameter",
        arguments: [
            [:], ["reference": "42"], ["status": "1"], ["reference": "0", "status": "1"],
            ["reference": "-4", "status": "1"], ["reference": "4x", "status": "1"], ["reference": "", "status": "1"],
            ["reference": "99999999999999999999", "status": "1"], ["reference": "42", "status": "3"],
            ["reference": "42", "status": "%d"],
        ]
    )
    func strangers(fields: [String: String]) {
        let error = #expect(throws: UnreadableCall.self) {
            _ = try KannelReport.report(from: fields, gateway: "kannel")
        }
        #expect(error?.parameter == (fields["reference"] == "42" ? "status" : "reference"))
    }
}
