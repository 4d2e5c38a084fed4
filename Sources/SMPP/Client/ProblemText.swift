import NIOCore
import NIOPosix

/// The sentences of problems (câu báo lỗi), without credentials.
enum ProblemText {
    /// The longest text of a foreign error that is kept: enough for its name and code.
    static let maximumLength = 160

    /// The sentence of an error of the connection.
    static func connection(_ error: any Error) -> String {
        // Of a name with several addresses the first failure is told; the others are mostly the same.
        let failure = error as? NIOConnectionError
        let cause = failure?.connectionErrors.first?.error ?? failure?.dnsAError ?? failure?.dnsAAAAError
        return "connection: " + visible(String(describing: cause ?? error))
    }

    /// The sentence of a closing by our side.
    static func closing(_ reason: CloseReason) -> String {
        switch reason {
        case .bindTimedOut: "the bind was not answered in time"
        case .bindRefused(let status): "the bind was refused (\(status))"
        case .peerUnbound: "the SMSC said unbind"
        case .linkDead: "the SMSC did not answer an enquiry"
        case .streamBroken: "the stream cannot be cut into PDUs"
        case .shutDown: "shut down"
        }
    }

    /// A foreign text cut to a bound, with everything but visible ASCII masked, because it ends in a log.
    static func visible(_ text: String) -> String {
        var result = ""
        for scalar in text.unicodeScalars.prefix(maximumLength) {
            let isVisible = (" "..."~").contains(scalar)
            result.unicodeScalars.append(isVisible ? scalar : "?")
        }
        return result
    }
}
