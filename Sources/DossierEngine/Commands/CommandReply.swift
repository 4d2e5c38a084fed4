public import WorkingCalendar

/// The answer to an intake or an action.
public struct CommandReply: Sendable {
    /// The dossier as the command left it.
    public let file: DossierFile
    /// The look-up PIN, where the command made one and it is still alive.
    public let pin: String?
    /// The instant of the command, as of which lateness is told; the same when the answer comes again.
    public let asOf: Instant
    /// Whether this is the first answer again, for a repeated request.
    public let isReplay: Bool
    /// Whether the promise of an intake or an acceptance cannot be kept at the present load, judged anew when the
    /// answer comes again; nil for any other action.
    public let isAtRisk: Bool?

    /// Creates a reply.
    public init(file: DossierFile, pin: String?, asOf: Instant, isReplay: Bool, isAtRisk: Bool? = nil) {
        self.file = file
        self.pin = pin
        self.asOf = asOf
        self.isReplay = isReplay
        self.isAtRisk = isAtRisk
    }
}
