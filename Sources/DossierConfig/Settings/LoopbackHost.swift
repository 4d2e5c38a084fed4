/// Names and addresses of this very machine (địa chỉ của chính máy này).
public enum LoopbackHost {
    /// Whether a host is this very machine, by its name or by an address that is written out.
    ///
    /// A name that only begins like such an address, `127.example.org` for example, may be anybody's.
    ///
    /// - Parameter host: Such as `localhost`, `::1` or `127.0.0.1`, without brackets.
    /// - Returns: Whether nobody else can be meant.
    public static func isMeant(by host: String) -> Bool {
        if host == "localhost" || host == "::1" { return true }
        let parts = host.split(separator: ".", omittingEmptySubsequences: false)
        return parts.count == 4 && parts[0] == "127" && parts.allSatisfy(isByte)
    }

    /// Whether a text is a number from 0 to 255 and nothing else, no sign either.
    private static func isByte(_ text: Substring) -> Bool {
        text.utf8.allSatisfy { (0x30...0x39).contains($0) } && UInt8(text) != nil
    }
}
