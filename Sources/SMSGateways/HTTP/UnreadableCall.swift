/// Why a provider's call cannot be read (lệnh gọi không đọc được).
public struct UnreadableCall: Error, Hashable, Sendable {
    /// The name of the parameter that is missing or wrong; nil if nothing of the call can be read.
    public let parameter: String?

    init(_ parameter: String?) { self.parameter = parameter }
}
