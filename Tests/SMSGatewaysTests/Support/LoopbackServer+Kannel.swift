import DossierEngine
import SMSGateways

extension LoopbackServer {
    /// The reports that Kannel has brought so far.
    func kannelReports(of gateway: String) -> [DeliveryReport] {
        requests.compactMap { request in
            let query = request.uri.drop { $0 != "?" }.dropFirst()
            let names = [KannelReport.referenceField, KannelReport.statusField]
            let fields = HTTPFieldReading.query.values(of: names, in: Array(query.utf8))
            // Whatever else was called brought no report.
            return try? KannelReport.report(from: fields, gateway: gateway)
        }
    }
}
