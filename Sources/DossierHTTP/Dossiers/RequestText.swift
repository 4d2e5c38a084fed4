import DossierDomain
import DossierEngine

/// What the citizen is asked for, and what was decided (yêu cầu và kết quả).
enum RequestText {
    /// Writes what is asked of the citizen now; null unless the dossier waits for that.
    static func write(_ file: DossierFile, to writer: inout JSONWriter) {
        let status = file.dossier.status
        guard status == .awaitingSupplement || status == .awaitingPayment else { return writer.null() }
        writer.object { writer in
            writer.key("items")
            writer.array(of: file.request?.items ?? []) { $0.value($1) }
            writer.member("reason", file.request?.reason)
            writer.member("amountInDong", file.dossier.amountInDong)
        }
    }

    /// Writes a result; null where nothing was decided.
    static func write(_ kind: DossierResult.Kind?, number: String?, reason: String?, _ writer: inout JSONWriter) {
        guard let kind else { return writer.null() }
        writer.object { writer in
            writer.member("kind", kind.rawValue)
            writer.member("number", number)
            writer.member("reason", reason)
        }
    }
}
