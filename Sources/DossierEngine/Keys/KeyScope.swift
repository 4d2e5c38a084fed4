public import DossierDomain

/// What a key of another system may be used for (phạm vi của khóa); the names are stable.
public enum KeyScope: String, CaseIterable, Comparable, Sendable {
    /// Everything that its role and unit may do with dossiers.
    case staff = "staff"
    /// Reading what its role and unit may see.
    case read = "read"
    /// Filing dossiers online, as the portal of a desk.
    case intakeOnline = "intake-online"
    /// Confirming payments, as the payment service of a desk.
    case payments = "payments"
    /// Telling what became of texts, for one gateway.
    case smsReceipts = "sms-receipts"
    /// Bringing citizens' texts, for one gateway.
    case smsInbound = "sms-inbound"

    /// Whether it speaks for an SMS gateway and acts on no dossier.
    public var isOfGateway: Bool { self == .smsReceipts || self == .smsInbound }

    /// Orders scopes as they are listed here.
    public static func < (left: KeyScope, right: KeyScope) -> Bool {
        (allCases.firstIndex(of: left) ?? 0) < (allCases.firstIndex(of: right) ?? 0)
    }
}

/// A key as it is asked for (khóa cần tạo), before it is judged.
public struct KeyDraft: Hashable, Sendable {
    /// How long a secret holds unless something else is said, in days.
    public static let usualDays = 365
    /// How long a secret may hold, in days.
    public static let days = 1...730

    /// The system that will use it.
    public let name: String
    /// What it may be used for.
    public let scopes: Set<KeyScope>
    /// In which role it acts.
    public let role: Role?
    /// For which unit it acts.
    public let place: UnitPlace?
    /// For which SMS gateway it speaks.
    public let gateway: String?

    /// Creates a draft.
    public init(name: String, scopes: Set<KeyScope>, role: Role?, place: UnitPlace?, gateway: String?) {
        self.name = name
        self.scopes = scopes
        self.role = role
        self.place = place
        self.gateway = gateway
    }

    /// What is wrong with it, field by field, where there are these gateways; none if it can be made.
    func errors(gateways: Set<String>) -> [FieldError] {
        var errors: [FieldError] = []
        if !Username.isValid(name) { errors.append(FieldError("name", .invalidValue)) }
        if scopes.isEmpty { errors.append(FieldError("scopes", .required)) }
        // One key for one thing: what speaks for a gateway acts on no dossier, and the reverse.
        if Set(scopes.map(\.isOfGateway)).count > 1 { errors.append(FieldError("scopes", .invalidValue)) }
        return errors + (scopes.contains(where: \.isOfGateway) ? gatewayErrors(gateways) : roleErrors())
    }

    private func gatewayErrors(_ gateways: Set<String>) -> [FieldError] {
        var errors: [FieldError] = []
        if let gateway {
            if !gateways.contains(gateway) { errors.append(FieldError("gateway", .invalidValue)) }
        } else {
            errors.append(FieldError("gateway", .required))
        }
        if role != nil { errors.append(FieldError("role", .invalidValue)) }
        return errors
    }

    private func roleErrors() -> [FieldError] {
        var errors: [FieldError] = []
        switch role {
        case nil: errors.append(FieldError("role", .required))
        case .admin: errors.append(FieldError("role", .invalidValue))
        // Filing and payments are the desk's affair.
        case .officer, .head, .leader:
            if !scopes.isDisjoint(with: [.intakeOnline, .payments]) {
                errors.append(FieldError("role", .invalidValue))
            }
        case .desk: break
        }
        if gateway != nil { errors.append(FieldError("gateway", .invalidValue)) }
        return errors
    }
}
