public import DossierEngine

/// Where a gateway brings reports and citizens' texts (điểm nhận của cổng SMS), by a secret of its own.
public struct GatewayHook: Sendable {
    /// The most bytes of a call's body, in bytes: providers send a few hundred.
    public static let maximumBodyBytes = 64 * 1024

    /// The gateway's name.
    public let gateway: String
    private let secret: Digest
    /// The bytes of the addresses that may call, since one address may be written in several ways; none for any.
    private let sources: Set<[UInt8]>
    let readReport: (@Sendable (HookCall) -> HookReading<DeliveryReport>)?
    let readText: (@Sendable (HookCall) -> HookReading<IncomingText>)?

    /// Describes a hook.
    ///
    /// - Parameters:
    ///   - gateway: The gateway's name.
    ///   - secret: What a call has to know; it is kept as a hash.
    ///   - sources: The addresses that may call; none for any.
    ///   - readReport: Reads a report; nil if the gateway brings none.
    ///   - readText: Reads a citizen's text; nil if the gateway brings none.
    public init(
        gateway: String,
        secret: String,
        sources: Set<String> = [],
        readReport: (@Sendable (HookCall) -> HookReading<DeliveryReport>)?,
        readText: (@Sendable (HookCall) -> HookReading<IncomingText>)? = nil
    ) {
        self.gateway = gateway
        self.secret = Digest.of(Array(secret.utf8))
        // No address has no bytes: what is none lets nobody in.
        self.sources = Set(sources.map { AddressText.octets(of: $0) ?? [] })
        self.readReport = readReport
        self.readText = readText
    }

    /// Whether a call is the gateway's; in a time that does not depend on where a wrong secret differs.
    func takes(_ typed: Digest, from address: String) -> Bool {
        secret.equalsInConstantTime(typed) && isReached(from: address)
    }

    /// Whether calls from an address are heard.
    func isReached(from address: String) -> Bool {
        guard !sources.isEmpty else { return true }
        return AddressText.octets(of: address).map { sources.contains($0) } ?? false
    }
}

/// A call by a gateway (lệnh gọi của cổng SMS), as it came.
public struct HookCall: Sendable {
    /// The bytes after the question mark.
    public let query: [UInt8]
    /// The body; empty for a `GET`.
    public let body: [UInt8]
}
