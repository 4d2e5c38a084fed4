public import DossierDomain

/// Whoever keeps accounts (người quản lý tài khoản): an administrator, or the program told by its command line.
public enum AccountManager: Hashable, Sendable {
    /// An administrator who is signed in.
    case administrator(AccountID)
    /// The program itself: at its first start, and for whoever may run its commands on the machine.
    case program

    /// As the history names it.
    var initiator: Initiator {
        switch self {
        case .administrator(let id): .account(id)
        case .program: .program
        }
    }

    /// Whose requests are known when they are repeated; nil for the program, which sends none.
    var account: AccountID? {
        switch self {
        case .administrator(let id): id
        case .program: nil
        }
    }

    /// Checks that it is still allowed, as of the very transaction that changes something.
    ///
    /// - Throws: `DossierRejection.forbidden` for anybody but an active administrator; ``StoreError``.
    func check(in snapshot: any StoreSnapshot) throws {
        guard case .administrator(let id) = self else { return }
        guard let account = try snapshot.account(id), account.isActive, !account.mustChangePassword,
            account.own.may(.keepAccounts)
        else { throw DossierRejection.forbidden(Denial(.administrator)) }
    }
}

/// The names by which staff sign in (tên đăng nhập).
public enum Username {
    /// The longest name, in characters.
    public static let maximumLength = 64

    /// Whether a name can be given: 1 to 64 letters without accents, digits, dots, hyphens and low lines, at least one
    /// of them a letter or a digit.
    ///
    /// Names stand in addresses, where `..` means the folder above: nobody could ask for an account of that name.
    public static func isValid(_ name: String) -> Bool {
        (1...maximumLength).contains(name.utf8.count) && name.utf8.contains(where: isLetterOrDigit)
            && name.utf8.allSatisfy { isLetterOrDigit($0) || [0x2D, 0x2E, 0x5F].contains($0) }
    }

    private static func isLetterOrDigit(_ byte: UInt8) -> Bool {
        switch byte {
        case 0x30...0x39, 0x41...0x5A, 0x61...0x7A: true
        default: false
        }
    }
}
