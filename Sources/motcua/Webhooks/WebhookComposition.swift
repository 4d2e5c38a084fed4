import DossierConfig
import DossierEngine
import SMSGateways

/// The subscriptions that the configuration enables (các đăng ký webhook), put together.
struct WebhookComposition: Sendable {
    let subscriptions: [WebhookSubscription]
    private let clients: [WebhookClient]

    /// Puts the subscriptions together; nobody is told yet.
    ///
    /// - Parameters:
    ///   - files: The files.
    ///   - finding: Where secrets are.
    /// - Throws: ``CommandFailure`` that names the file and the remedy.
    init(_ files: [WebhookFile], finding: GatewaySecretFinding) throws {
        var subscriptions: [WebhookSubscription] = []
        var clients: [WebhookClient] = []
        for file in files where file.isEnabled {
            let client = try Self.client(file)
            clients.append(client)
            subscriptions.append(
                WebhookSubscription(
                    name: file.name,
                    kinds: Set(file.kinds.compactMap { NotificationKind(rawValue: $0.rawValue) }),
                    notices: file.notices,
                    includesText: file.includesText,
                    key: try Self.key(file, finding),
                    endpoint: client
                )
            )
        }
        self.subscriptions = subscriptions
        self.clients = clients
    }

    /// What a start would say of the secrets of the enabled subscriptions, all at once.
    static func secretDefects(_ files: [WebhookFile], finding: GatewaySecretFinding) async -> [SecretDefect] {
        var defects: [SecretDefect] = []
        for file in files where file.isEnabled {
            do {
                try await WebhookComposition([file], finding: finding).close()
            } catch let failure as CommandFailure {
                defects.append(SecretDefect(failure, of: [file.secretName], finding))
            } catch {
                let failure = CommandFailure("\(error)", vietnamese: "Xem Config/webhooks.")
                defects.append(SecretDefect(failure, of: [], finding))
            }
        }
        return defects
    }

    /// Closes the connections; nobody is told any more.
    func close() async { for client in clients { await client.close() } }

    private static func client(_ file: WebhookFile) throws -> WebhookClient {
        do throws(GatewayDescriptionError) {
            return try WebhookClient(url: file.url, allowsPrivateAddresses: file.allowsPrivateAddresses)
        } catch {
            throw CommandFailure(
                "Config/webhooks/\(file.name).yaml: \(error).",
                vietnamese: "Config/webhooks/\(file.name).yaml không dùng được: \(error.vietnamese)."
            )
        }
    }

    private static func key(_ file: WebhookFile, _ finding: GatewaySecretFinding) throws -> WebhookKey {
        let name = file.secretName
        let written = try finding.secret(name, neededBy: "Config/webhooks/\(file.name).yaml")
        guard let key = WebhookKey(written) else {
            throw CommandFailure(
                "The secret \(name) of Config/webhooks/\(file.name).yaml is no key: write \(WebhookKey.prefix) and "
                    + "base64 of \(WebhookKey.lengths.lowerBound) to \(WebhookKey.lengths.upperBound) bytes.",
                vietnamese: "Khóa bí mật \(name) của Config/webhooks/\(file.name).yaml không hợp lệ: hãy ghi "
                    + "\(WebhookKey.prefix) và base64 của \(WebhookKey.lengths.lowerBound) đến "
                    + "\(WebhookKey.lengths.upperBound) byte."
            )
        }
        return key
    }
}
