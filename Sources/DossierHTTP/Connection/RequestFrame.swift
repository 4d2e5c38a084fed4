import NIOHTTP1

/// What the head of an HTTP/1 request says of how it is to be read (khung của yêu cầu HTTP/1).
///
/// What the decoder takes although it is against the rules is for this to find: an intermediary that reads such a
/// request in another way could be made to see two requests where there is one.
///
/// Source: RFC 9112 §3.2 for hosts, §6.1 for codings; RFC 9110 §10.1.1 for expectations.
struct RequestFrame {
    /// Whether the client speaks HTTP/1.0.
    let isOld: Bool
    private var hosts = 0
    private var codings: [String] = []
    private var length = 0
    private var expectation: String?

    /// Reads what the fields say.
    ///
    /// - Parameter head: The head; the decoder has found the length to be one number.
    init(_ head: HTTPRequestHead) {
        isOld = head.version.major < 1 || head.version.major == 1 && head.version.minor < 1
        for (name, value) in head.headers {
            // Most names are of another length, and are not looked at any further.
            switch name.utf8.count {
            case 4 where name.lowercased() == "host": hosts += 1
            case 6 where name.lowercased() == "expect":
                expectation = expectation.map { $0 + "," + value } ?? value
            case 14 where name.lowercased() == "content-length": length = Int(value) ?? 0
            case 17 where name.lowercased() == "transfer-encoding": codings.append(value.lowercased())
            default: break
            }
        }
    }

    /// Whether there is one host, which older clients may leave out, and no coding but `chunked`, unknown to them.
    var isSound: Bool {
        guard isOld ? hosts <= 1 : hosts == 1 else { return false }
        return codings.isEmpty || !isOld && codings == ["chunked"]
    }

    /// What is to be done about a body that the client holds back.
    enum Waiting {
        /// It holds nothing back.
        case nothing
        /// It is to be told to send it.
        case forContinue
        /// It is refused: what it expects is not known, or the body is too long.
        case forRefusal
    }

    /// What the client waits for.
    ///
    /// - Parameter maximum: The most bytes of a body.
    /// - Returns: What is to be done.
    func waiting(upTo maximum: Int) -> Waiting {
        guard !isOld, let expectation else { return .nothing }
        guard Expectation.isToContinue(expectation), length <= maximum else { return .forRefusal }
        return length > 0 || !codings.isEmpty ? .forContinue : .nothing
    }
}
