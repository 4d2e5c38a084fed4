import DossierDomain
import DossierEngine
import WorkingCalendar

/// A staff account (tài khoản cán bộ) in JSON.
enum UserText {
    /// Writes an account as administrators see it.
    ///
    /// - Parameters:
    ///   - account: The account.
    ///   - now: The moment, as of which its postings are told.
    ///   - password: The one-time password that it was just given; nil if none.
    ///   - writer: Where to.
    static func write(
        _ account: Account,
        at now: Instant,
        password: OneTimePassword? = nil,
        to writer: inout JSONWriter
    ) {
        writer.object { writer in
            writeMembers(of: account, at: now, to: &writer)
            writer.member("active", account.isActive)
            if let password { writer.member("oneTimePassword", password.text) }
        }
    }

    /// Writes an account as its owner sees it.
    static func writeOwn(_ account: Account, at now: Instant, to writer: inout JSONWriter) {
        writer.object { writeMembers(of: account, at: now, to: &$0) }
    }

    private static func writeMembers(of account: Account, at now: Instant, to writer: inout JSONWriter) {
        writer.member("username", account.username)
        writer.member("role", account.role.rawValue)
        PlaceText.writeMembers(of: account.place, to: &writer)
        writer.member("mustChangePassword", account.mustChangePassword)
        // One may have passed since the account was read.
        let postings = account.postings.filter { [.coming, .inForce].contains($0.state(at: now)) }
        writer.key("postings")
        writer.array(of: postings) { PostingText.write($1, at: now, to: &$0) }
    }
}
