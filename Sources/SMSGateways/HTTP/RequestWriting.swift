import DossierEngine
import NIOHTTP1
import SMSText

/// The templates of a description, read and proved (các mẫu đã kiểm tra).
struct RequestWriting: Sendable {
    private let description: HTTPGatewayDescription
    private let secrets: GatewaySecrets
    private let url: GatewayTemplate
    private let headers: [(name: String, template: GatewayTemplate)]
    private let body: GatewayTemplate

    /// Reads the templates.
    ///
    /// - Throws: ``GatewayDescriptionError`` for the first mistake.
    init(_ description: HTTPGatewayDescription, secrets: GatewaySecrets) throws(GatewayDescriptionError) {
        self.description = description
        self.secrets = secrets
        let request = description.request
        url = try GatewayTemplate(request.url, escaping: .query, field: "url")
        body = try GatewayTemplate(request.body, escaping: request.escaping, field: "body")
        headers = try Self.headers(request.headers)
        let proof = RequestProof(
            url: url,
            headers: headers,
            body: body,
            secrets: secrets,
            receiverFormat: description.receiverFormat,
            sender: description.sender
        )
        try proof.check(request)
    }

    private static func headers(
        _ written: [String: String]
    ) throws(GatewayDescriptionError) -> [(name: String, template: GatewayTemplate)] {
        var headers: [(name: String, template: GatewayTemplate)] = []
        // In order of names, so that of several mistakes always the same one is told.
        for (name, value) in written.sorted(by: { $0.key < $1.key }) {
            let field = "headers.\(name)"
            headers.append((name, try GatewayTemplate(value, escaping: .none, field: field)))
        }
        return headers
    }

    /// The request for one text.
    ///
    /// - Throws: ``UnsendableText`` if the provider does not take the text's alphabet.
    func request(for submission: SMSSubmission, text: OutgoingText) throws(UnsendableText) -> GatewayRequest {
        guard let flag = description.unicode.flag(for: text.alphabet) else {
            throw UnsendableText(reason: "the text is not in GSM 7-bit, the only alphabet that the gateway takes")
        }
        let values = TemplateValues(
            to: description.receiverFormat.written(submission.to),
            text: text.text,
            sender: description.sender,
            reference: String(submission.reference),
            unicode: flag,
            secrets: secrets
        )
        let body = body.filled(values.value)
        var fields = HTTPHeaders(headers.map { ($0.name, $0.template.filled(values.value)) })
        if !body.isEmpty { fields.replaceOrAdd(name: "Content-Type", value: description.request.contentType) }
        return GatewayRequest(
            method: description.request.method == .get ? .GET : .POST,
            url: url.filled(values.value),
            headers: fields,
            body: body
        )
    }
}

/// What the placeholders become for one text.
struct TemplateValues {
    let to: String
    let text: String
    let sender: String
    let reference: String
    let unicode: String
    let secrets: GatewaySecrets

    /// The value of a placeholder; secrets were proved to be given.
    func value(_ placeholder: GatewayTemplate.Placeholder) -> String {
        switch placeholder {
        case .to: to
        case .text: text
        case .sender: sender
        case .reference: reference
        case .unicode: unicode
        case .secret(let name): secrets[name] ?? ""
        }
    }
}
