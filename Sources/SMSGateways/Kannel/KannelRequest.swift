import DossierEngine
import NIOHTTP1

/// How `sendsms` is called (lệnh gọi sendsms).
///
/// By POST with the text as the body and the rest in headers: an address with the password and a citizen's text in it
/// would end in the logs of every proxy between. Source: Kannel 1.4.5 user's guide, "Sending SMS using POST", and
/// trials with it; a form is refused there.
struct KannelRequest: Sendable {
    /// The states that are reported: 1 delivered, 2 failed, 4 buffered, 8 taken and 16 refused by the operator.
    static let reportMask = 31

    private let url: String
    private let fixed: HTTPHeaders
    private let report: KannelReportAddress?

    /// Reads a description.
    ///
    /// - Throws: ``GatewayDescriptionError`` for the first mistake.
    init(_ description: KannelDescription, secrets: GatewaySecrets) throws(GatewayDescriptionError) {
        let template = try GatewayTemplate(description.url, escaping: .query, field: "url")
        guard template.placeholders.isEmpty else { throw GatewayDescriptionError(.misplacedPlaceholder, field: "url") }
        try URLText.check(template: template, sample: description.url, field: "url")
        url = description.url
        fixed = try Self.fixedHeaders(description, password: try Self.password(description, secrets: secrets))
        report =
            if let url = description.reportURL { try KannelReportAddress(url, secrets: secrets) } else { nil }
    }

    /// The request for one text.
    func request(for submission: SMSSubmission, text: KannelText) -> GatewayRequest {
        var headers = fixed
        // One receiver, digits only: Kannel refuses others by its lists, and several would be one answer for all.
        headers.add(name: "X-Kannel-To", value: ReceiverFormat.digits84.written(submission.to))
        headers.add(name: "X-Kannel-Coding", value: String(text.coding))
        if submission.wantsReport, let report {
            headers.add(name: "X-Kannel-DLR-Mask", value: String(Self.reportMask))
            headers.add(name: "X-Kannel-DLR-Url", value: report.address(reference: submission.reference))
        }
        return GatewayRequest(method: .POST, url: url, headers: headers, body: text.text)
    }

    private static func password(
        _ description: KannelDescription,
        secrets: GatewaySecrets
    ) throws(GatewayDescriptionError) -> String {
        let name = description.passwordSecret
        guard let password = secrets[name] else {
            throw GatewayDescriptionError(.missingSecret, field: "passwordSecret", detail: name)
        }
        guard HeaderText.isValue(password) else {
            throw GatewayDescriptionError(.unusableSecret, field: "passwordSecret", detail: name)
        }
        return password
    }

    private static func fixedHeaders(
        _ description: KannelDescription,
        password: String
    ) throws(GatewayDescriptionError) -> HTTPHeaders {
        var headers = HTTPHeaders([("Content-Type", "text/plain; charset=UTF-8")])
        for (field, name, value) in [
            ("username", "X-Kannel-Username", description.username),
            ("sender", "X-Kannel-From", description.sender),
            ("smsc", "X-Kannel-SMSC", description.smsc),
        ] {
            try HeaderText.check(value, field: field)
            if !value.isEmpty { headers.add(name: name, value: value) }
        }
        headers.add(name: "X-Kannel-Password", value: password)
        return headers
    }
}
