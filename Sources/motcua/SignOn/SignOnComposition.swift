import AsyncHTTPClient
import DossierConfig
import DossierDomain
import DossierEngine
import Logging
import OpenIDConnect

/// Single sign-on as the configuration has it (đăng nhập một lần), put together; nothing where it is off.
struct SignOnComposition: Sendable {
    private let provider: OpenIDProvider?
    private let choices: SignOnService.Choices?
    private let client: HTTPClient?

    /// Puts it together; the provider is not called yet.
    ///
    /// - Parameters:
    ///   - file: The provider's file; nil where single sign-on is off.
    ///   - rules: What the organisation is.
    ///   - finding: Where secrets are.
    ///   - machineClock: The time of the machine.
    ///   - bound: How long one call to the provider may take.
    /// - Throws: ``CommandFailure`` that names the field and the remedy.
    init(
        _ file: SignOnFile?,
        rules: Rules,
        finding: GatewaySecretFinding,
        machineClock: any WallClock,
        bound: Duration
    ) throws {
        guard let file else {
            provider = nil
            choices = nil
            client = nil
            return
        }
        try Self.check(file, rules: rules)
        let settings = try Self.settings(file, finding)
        choices = Self.choices(file)
        let client = HTTPClient(configuration: ProviderWeb.configuration())
        self.client = client
        provider = OpenIDProvider(settings, web: ProviderWeb(client: client, bound: bound), clock: machineClock)
    }

    /// Says what is wrong with a provider's file, as far as it can be told without the provider and the secret.
    ///
    /// - Throws: ``CommandFailure`` that names the field and the remedy.
    static func check(_ configuration: LoadedConfiguration, rules: Rules) throws {
        guard let file = configuration.signOn else { return }
        try check(file, rules: rules)
    }

    /// What a start would say of the secret that the provider knows us by.
    static func secretDefects(_ configuration: LoadedConfiguration, finding: GatewaySecretFinding) -> [SecretDefect] {
        guard let file = configuration.signOn, let name = file.secretName else { return [] }
        do {
            _ = try settings(file, finding)
            return []
        } catch let failure as CommandFailure {
            return [SecretDefect(failure, of: [name], finding)]
        } catch {
            let failure = CommandFailure("\(error)", vietnamese: "Xem Config/signon.")
            return [SecretDefect(failure, of: [], finding)]
        }
    }

    /// The service; nil where single sign-on is off.
    func service(
        accounts: AccountService,
        limiter: AttemptLimiter,
        workplace: Workplace,
        logger: Logger
    ) -> SignOnService? {
        guard let provider, let choices else { return nil }
        return SignOnService(
            provider: provider,
            accounts: accounts,
            rules: workplace.rules,
            choices: choices,
            entropy: workplace.entropy,
            machineClock: workplace.machineClock,
            limiter: limiter,
            logger: logger
        )
    }

    /// Closes the connections; may be called twice.
    func close() async {
        // A client that is closed twice says so, and is closed all the same.
        try? await client?.shutdown()
    }

    private static func settings(_ file: SignOnFile, _ finding: GatewaySecretFinding) throws -> ProviderSettings {
        var secret: String?
        if let name = file.secretName {
            secret = try finding.secret(name)
            guard secret != nil else {
                throw CommandFailure(
                    "signon/\(file.name).yaml names the secret \(name), which is nowhere: set the variable \(name), or "
                        + "\(name)_FILE with the path of a file.",
                    vietnamese: "Thiếu khóa bí mật \(name): hãy đặt biến môi trường \(name) hoặc \(name)_FILE."
                )
            }
        }
        return ProviderSettings(
            issuer: file.issuer,
            clientID: file.clientID,
            clientSecret: secret,
            redirectAddress: file.redirect,
            scopes: file.scopes,
            algorithms: Set(file.algorithms.compactMap(SigningAlgorithm.init(rawValue:))),
            clockSkewSeconds: Int64(file.clockSkewSeconds),
            maximumAgeSeconds: file.maximumAgeMinutes.map { Int64($0) * 60 },
            bearer: file.accessTokens.map {
                BearerSettings(audience: $0.audience, clients: $0.clients, scope: $0.scope)
            }
        )
    }

    private static func choices(_ file: SignOnFile) -> SignOnService.Choices {
        SignOnService.Choices(
            claims: ClaimRules(file.rules.compactMap(rule)),
            nameClaim: ClaimPath(file.nameClaim),
            nameMark: file.nameMark,
            makesAccounts: file.makesAccounts,
            takesAccessTokens: file.accessTokens != nil,
            isSecure: file.redirect.hasPrefix("https://")
        )
    }

    private static func rule(_ rule: SignOnFile.Rule) -> ClaimRule? {
        guard let role = Role(rawValue: rule.role) else { return nil }
        return ClaimRule(
            claim: ClaimPath(rule.claim),
            values: rule.values,
            role: role,
            unit: source(rule.unit, rule.unitClaim),
            commune: source(rule.commune, rule.communeClaim)
        )
    }

    private static func source(_ fixed: String?, _ claim: [String]?) -> ClaimRule.Source? {
        fixed.map { .fixed($0) } ?? claim.map { .claim(ClaimPath($0)) }
    }

    /// A rule whose unit stands in it is judged now, and not when somebody is refused by it.
    private static func check(_ file: SignOnFile, rules: Rules) throws {
        for (index, rule) in file.rules.enumerated() where rule.unitClaim == nil {
            guard let role = Role(rawValue: rule.role) else {
                throw failure(file, "rules[\(index)].role", "there is no role \(rule.role)")
            }
            // Which commune the claim will name is not known: any one stands for it, where the unit asks for one.
            let unit = rule.unit.flatMap { rules.organisation.units[UnitID(rawValue: $0)] }
            let isClaimed = rule.communeClaim != nil && unit?.isPerCommune == true
            let claimed = isClaimed ? rules.organisation.defaultCommune.rawValue : nil
            do throws(RolePlace.Defect) {
                let commune = rule.commune ?? claimed
                _ = try RolePlace.place(for: role, unit: rule.unit, commune: commune, in: rules.places)
            } catch {
                throw failure(file, "rules[\(index)].\(error.field.field)", sentence(error))
            }
        }
    }

    private static func failure(_ file: SignOnFile, _ field: String, _ what: String) -> CommandFailure {
        CommandFailure(
            "signon/\(file.name).yaml, \(field): \(what).",
            vietnamese: "signon/\(file.name).yaml, \(field): đơn vị hoặc vai trò không hợp lệ, hãy sửa quy tắc này."
        )
    }

    private static func sentence(_ defect: RolePlace.Defect) -> String {
        switch defect {
        case .unitMissing: "the role needs a unit; write unit or unitClaim"
        case .unitUnknown: "the organisation has no such unit; write one of organisation/"
        case .unitIsNoDesk: "this unit is no desk; write one that is"
        case .communeMissing: "the unit exists in every commune; write commune or communeClaim"
        case .communeNotTaken: "the unit is of no commune; leave commune out"
        case .communeAmbiguous: "several communes have this name; write the id of one"
        case .leaderOfCommune: "a leader leads all communes; write role head for that of a commune's unit"
        case .communeUnknown: "the organisation has no such commune; write one of organisation/"
        }
    }
}
