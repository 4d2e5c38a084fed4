import Foundation

/// A provider of single sign-on (hệ thống đăng nhập một lần) as `signon/<name>.yaml` describes it.
public struct SignOnFile: Hashable, Sendable {
    /// One rule (quy tắc) by which a claim gives a role and a unit.
    public struct Rule: Hashable, Sendable {
        /// The way to the claim.
        public let claim: [String]
        /// The values of which it must have one.
        public let values: Set<String>
        /// The role's name.
        public let role: String
        /// The unit; nil if it is not fixed.
        public let unit: String?
        /// The way to the claim with the unit; nil if there is none.
        public let unitClaim: [String]?
        /// The commune; nil if it is not fixed.
        public let commune: String?
        /// The way to the claim with the commune; nil if there is none.
        public let communeClaim: [String]?
    }

    /// Which access tokens are taken (mã truy cập được chấp nhận).
    public struct AccessTokens: Hashable, Sendable {
        /// The audience that they name.
        public let audience: String
        /// The programs whose tokens are taken; none for all.
        public let clients: Set<String>
        /// The scope that they must have; nil for none.
        public let scope: String?
    }

    /// The name, which is the file's without its ending.
    public let name: String
    /// The provider's name for itself.
    public let issuer: String
    /// Our name at it.
    public let clientID: String
    /// The name of the secret that proves that it is us; nil for a client without one.
    public let secretName: String?
    /// Where the provider sends browsers back to.
    public let redirect: String
    /// What is asked for.
    public let scopes: [String]
    /// The algorithms of signatures that are believed.
    public let algorithms: [String]
    /// How far the clocks may differ.
    public let clockSkewSeconds: Int
    /// How long ago somebody may have signed in at the provider; nil for however long.
    public let maximumAgeMinutes: Int?
    /// Whether somebody without an account gets one.
    public let makesAccounts: Bool
    /// The way to the claim that accounts are called after.
    public let nameClaim: [String]
    /// What their names begin with.
    public let nameMark: String
    /// Which access tokens are taken; nil for none.
    public let accessTokens: AccessTokens?
    /// The rules, in their order.
    public let rules: [Rule]
}

/// Reads `signon/`, of which the settings choose one.
struct SignOnReading {
    private let log: DefectLog

    init(log: DefectLog) { self.log = log }

    /// Reads a file whose schema has been checked; nil if it has mistakes, which are then noted.
    func file(from root: ConfigCursor) -> SignOnFile? {
        log.collect { () throws(ConfigurationDefect) in
            try Self.checkAddress("issuer", of: root)
            try Self.checkAddress("redirect", of: root)
            let tokens = try root["accessTokens"].map(Self.accessTokens)
            let clientID = try root.text("clientID")
            if let tokens, tokens.audience == clientID, let place = root["accessTokens"]?["audience"] {
                throw place.defect(
                    "The audience is the clientID, so that identity tokens would pass for access tokens; have the "
                        + "provider name this interface otherwise.",
                    "audience trùng với clientID; hãy đặt tên khác cho giao diện này ở hệ thống đăng nhập."
                )
            }
            let scopes = Self.texts(root["scopes"]) ?? ["openid"]
            if !scopes.contains("openid"), let place = root["scopes"] {
                throw place.defect("openid is missing among the scopes; add it.", "Thiếu openid; hãy thêm vào.")
            }
            return SignOnFile(
                name: ConfigFiles.stem(of: root.file),
                issuer: try root.text("issuer"),
                clientID: clientID,
                secretName: root["secret"]?.node.text,
                redirect: try root.text("redirect"),
                scopes: scopes,
                algorithms: Self.texts(root["algorithms"]) ?? ["RS256", "ES256"],
                clockSkewSeconds: root["clockSkewSeconds"]?.node.integer ?? 60,
                maximumAgeMinutes: root["maximumAgeMinutes"]?.node.integer,
                makesAccounts: root["makesAccounts"]?.node.flag ?? true,
                nameClaim: Self.texts(root["nameClaim"]) ?? ["preferred_username"],
                nameMark: try root.text("nameMark"),
                accessTokens: tokens,
                rules: try (root["rules"]?.elements ?? []).map(Self.rule)
            )
        }
    }

    /// Refuses a chosen file that is not there or has mistakes.
    func check(_ name: String, among files: [SignOnFile], in settings: ConfigCursor?) -> SignOnFile? {
        guard !name.isEmpty, let settings else { return nil }
        if let file = files.first(where: { $0.name == name }) { return file }
        let place = settings["signOn"]?["provider"] ?? settings
        log.add(
            place.defect(
                "There is no faultless file signon/\(name).yaml; write one like signon/example.yaml.",
                "Không có tệp signon/\(name).yaml hợp lệ; hãy viết theo signon/example.yaml."
            )
        )
        return nil
    }

    /// Whoever reads along in clear would get in.
    private static func checkAddress(_ key: String, of root: ConfigCursor) throws(ConfigurationDefect) {
        let cursor = try root.required(key)
        let parts = URLComponents(string: try root.text(key))
        let host = (parts?.host ?? "").trimmingCharacters(in: CharacterSet(charactersIn: "[]"))
        guard let parts, !host.isEmpty, parts.user == nil, parts.query == nil, parts.fragment == nil,
            parts.scheme == "https" || parts.scheme == "http" && LoopbackHost.isMeant(by: host)
        else {
            throw cursor.defect(
                "Expected an address that begins with https:// and has neither user, ? nor #; http:// is for this very "
                    + "machine.",
                "Cần địa chỉ bắt đầu bằng https://, không có tên người dùng, ? hay #; http:// chỉ cho chính máy này."
            )
        }
    }

    private static func accessTokens(_ cursor: ConfigCursor) throws(ConfigurationDefect) -> SignOnFile.AccessTokens {
        SignOnFile.AccessTokens(
            audience: try cursor.text("audience"),
            clients: Set(texts(cursor["clients"]) ?? []),
            scope: cursor["scope"]?.node.text
        )
    }

    private static func rule(_ cursor: ConfigCursor) throws(ConfigurationDefect) -> SignOnFile.Rule {
        for (fixed, claim) in [("unit", "unitClaim"), ("commune", "communeClaim")] {
            guard cursor[fixed] != nil, let place = cursor[claim] else { continue }
            throw place.defect(
                "\(fixed) and \(claim) exclude each other; leave one out.",
                "Chỉ ghi một trong hai mục \(fixed) và \(claim)."
            )
        }
        return SignOnFile.Rule(
            claim: texts(cursor["claim"]) ?? [],
            values: Set(texts(cursor["values"]) ?? []),
            role: try cursor.text("role"),
            unit: cursor["unit"]?.node.text,
            unitClaim: texts(cursor["unitClaim"]),
            commune: cursor["commune"]?.node.text,
            communeClaim: texts(cursor["communeClaim"])
        )
    }

    private static func texts(_ cursor: ConfigCursor?) -> [String]? { cursor?.elements.compactMap(\.node.text) }
}
