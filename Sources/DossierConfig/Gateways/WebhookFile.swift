public import DossierDomain

/// Another system that is told of texts and notices (đăng ký webhook) as `webhooks/<name>.yaml` describes it.
public struct WebhookFile: Hashable, Sendable {
    /// The name, which is the file's without its ending.
    public let name: String
    /// Whether it is told.
    public let isEnabled: Bool
    /// Where it is told.
    public let url: String
    /// The name of the secret with the key of the signatures.
    public let secretName: String
    /// Of which texts it is told.
    public let kinds: Set<ShortText.Kind>
    /// Of which notices to staff it is told.
    public let notices: Set<NoticeKind>
    /// Whether it gets number and text.
    public let includesText: Bool
    /// Whether it may be inside the own network.
    public let allowsPrivateAddresses: Bool

    /// Reads a file whose schema has been checked.
    ///
    /// - Throws: `ConfigurationDefect` for an address in clear to the internet.
    init(from root: ConfigCursor) throws(ConfigurationDefect) {
        name = ConfigFiles.stem(of: root.file)
        isEnabled = root["enabled"]?.node.flag ?? false
        url = try root.text("url")
        secretName = try root.text("secret")
        let topics = (root["kinds"]?.elements ?? []).compactMap(\.node.text)
        kinds = Set(topics.compactMap(ShortText.Kind.init(rawValue:)))
        notices = Set(topics.compactMap(NoticeKind.init(topic:)))
        includesText = root["includesText"]?.node.flag ?? false
        allowsPrivateAddresses = root["allowPrivateAddresses"]?.node.flag ?? false
        guard url.hasPrefix("https://") || allowsPrivateAddresses else {
            throw try root.required("url").defect(
                "Without allowPrivateAddresses the address has to begin with https://.",
                "Khi không có allowPrivateAddresses, địa chỉ phải bắt đầu bằng https://."
            )
        }
    }
}
