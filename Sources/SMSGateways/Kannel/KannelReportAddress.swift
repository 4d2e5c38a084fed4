/// The address that Kannel calls with reports (địa chỉ nhận báo cáo), proved to name the text and its state.
///
/// Kannel's answers name no message, so that a report can be known by our reference only.
struct KannelReportAddress: Sendable {
    private let template: GatewayTemplate
    private let secrets: GatewaySecrets

    /// Reads an address.
    ///
    /// - Throws: ``GatewayDescriptionError`` if it lacks `{reference}` or `%d` or has what may not stand there.
    init(_ url: String, secrets: GatewaySecrets) throws(GatewayDescriptionError) {
        let field = "reportURL"
        template = try GatewayTemplate(url, escaping: .none, field: field)
        self.secrets = secrets
        guard template.placeholders.contains(.reference), url.contains("%d") else {
            throw GatewayDescriptionError(.misplacedPlaceholder, field: field, detail: "{reference} and %d")
        }
        for placeholder in template.placeholders where placeholder != .reference {
            try Self.check(placeholder, secrets: secrets, field: field)
        }
        // Kannel's escapes are no percent-encoding, so they are taken out before the address is looked at.
        let sample = template.filled { _ in "1" }.replacing("%", with: "")
        try URLText.check(template: template, sample: sample, field: field)
    }

    /// The address for one text, with Kannel's own escapes in it.
    func address(reference: Int64) -> String {
        template.filled { placeholder in
            if case .secret(let name) = placeholder { secrets[name] ?? "" } else { String(reference) }
        }
    }

    private static func check(
        _ placeholder: GatewayTemplate.Placeholder,
        secrets: GatewaySecrets,
        field: String
    ) throws(GatewayDescriptionError) {
        guard case .secret(let name) = placeholder else {
            throw GatewayDescriptionError(.misplacedPlaceholder, field: field)
        }
        guard let secret = secrets[name] else {
            throw GatewayDescriptionError(.missingSecret, field: field, detail: name)
        }
        // Anything else would have to be percent-encoded, and a percent sign begins Kannel's own escapes.
        guard TemplateEscaping.query.escaped(secret) == secret else {
            throw GatewayDescriptionError(.unusableSecret, field: field, detail: name)
        }
    }
}
