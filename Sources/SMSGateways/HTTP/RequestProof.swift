/// The proof that a description's request can be written for any text (kiểm tra mẫu lệnh gọi).
struct RequestProof {
    let url: GatewayTemplate
    let headers: [(name: String, template: GatewayTemplate)]
    let body: GatewayTemplate
    let secrets: GatewaySecrets
    let receiverFormat: ReceiverFormat
    let sender: String

    /// Finds the first mistake.
    func check(_ request: HTTPRequestTemplate) throws(GatewayDescriptionError) {
        try checkSecrets()
        try HeaderText.check(sender, field: "sender", printableOnly: false)
        try URLText.check(template: url, sample: url.filled(sample), field: "url")
        try checkHeaders(contentType: request.contentType)
        try checkPlaces(request)
        guard !request.body.isEmpty else { return }
        switch request.escaping {
        case .json: try checkJSON()
        case .xml: try checkXML()
        case .form, .query, .none: break
        }
    }

    private func checkSecrets() throws(GatewayDescriptionError) {
        let fields = [("url", url), ("body", body)] + headers.map { ("headers.\($0.name)", $0.template) }
        for (field, template) in fields {
            for case .secret(let name) in template.placeholders where secrets[name] == nil {
                throw GatewayDescriptionError(.missingSecret, field: field, detail: name)
            }
        }
    }

    private func checkHeaders(contentType: String) throws(GatewayDescriptionError) {
        try HeaderText.check(contentType, field: "contentType")
        for (name, template) in headers {
            let field = "headers.\(name)"
            guard HeaderText.isName(name) else { throw GatewayDescriptionError(.malformedHeader, field: field) }
            guard !template.placeholders.contains(.text) else {
                throw GatewayDescriptionError(.misplacedPlaceholder, field: field, detail: "{text}")
            }
            for case .secret(let secret) in template.placeholders where !HeaderText.isValue(secrets[secret] ?? "") {
                throw GatewayDescriptionError(.unusableSecret, field: field, detail: secret)
            }
            try HeaderText.check(template.filled(sample), field: field)
        }
    }

    /// A request without receiver or text would send nothing, or the same to everybody.
    private func checkPlaces(_ request: HTTPRequestTemplate) throws(GatewayDescriptionError) {
        let all = headers.reduce(url.placeholders.union(body.placeholders)) { $0.union($1.template.placeholders) }
        for (placeholder, name) in [(GatewayTemplate.Placeholder.to, "{to}"), (.text, "{text}")]
        where !all.contains(placeholder) {
            throw GatewayDescriptionError(.misplacedPlaceholder, field: "body", detail: "\(name) is missing")
        }
        guard request.method == .post || request.body.isEmpty else {
            throw GatewayDescriptionError(.misplacedPlaceholder, field: "body", detail: "GET has no body")
        }
    }

    private func checkJSON() throws(GatewayDescriptionError) {
        guard ReplyJSON.read(Array(body.filled(sample).utf8)) != nil else {
            throw GatewayDescriptionError(.malformedJSON, field: "body")
        }
    }

    /// In a comment or CDATA a value would be read as it is escaped, and a document type promises more than is read.
    private func checkXML() throws(GatewayDescriptionError) {
        let written = body.filled(sample)
        guard !written.contains("<!"), ReplyXML.read(Array(written.utf8)) != nil else {
            throw GatewayDescriptionError(.malformedXML, field: "body")
        }
        for case .secret(let name) in body.placeholders {
            guard secrets[name]?.unicodeScalars.allSatisfy(TemplateEscaping.isInXML) ?? true else {
                throw GatewayDescriptionError(.unusableSecret, field: "body", detail: name)
            }
        }
    }

    /// Values with which a template is tried out: for the text no number and no name, so that it has to stand in
    /// quotes, or where XML has text.
    private func sample(_ placeholder: GatewayTemplate.Placeholder) -> String {
        switch placeholder {
        case .to: receiverFormat.example
        case .sender: sender
        case .reference, .unicode: "1"
        case .text: "<x"
        case .secret: "x"
        }
    }
}
