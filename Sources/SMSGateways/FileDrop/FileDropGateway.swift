public import DossierEngine
import NIOCore
import NIOPosix

/// A modem with smstools, which takes texts from a folder (cổng SMS qua modem và smstools).
///
/// `accepted` means that the file lies in the folder and will survive a power failure. A second call with one reference
/// sees the file of the first, wherever smstools has moved it.
public struct FileDropGateway: SMSGateway {
    /// Files that are written at once; a disk gains nothing from more.
    static let concurrency = 4
    /// How long the disk may take for one file, in seconds; a folder on a dead network share would take for ever.
    static let diskSeconds: Int64 = 30

    /// The name in logs, metrics, settings and the outbox.
    public let name: String
    /// Whether it is given texts with their accents.
    public let sendsAccents: Bool
    /// How many texts it is given at once.
    public var window: Int { sending.window }
    private let description: FileDropDescription
    private let folder: DropFolder
    private let sending = BoundedSending(concurrency: concurrency)

    /// Creates a gateway; whether the folder is there is found out with each text.
    ///
    /// - Parameter description: Where smstools takes texts from.
    /// - Throws: ``GatewayDescriptionError`` if the folder is not named from the root or a number is out of range.
    public init(_ description: FileDropDescription) throws(GatewayDescriptionError) {
        try SendingBounds.check(maximumSegments: description.maximumSegments)
        guard description.folder.hasPrefix("/"), !description.folder.contains("\0") else {
            throw GatewayDescriptionError(.malformedURL, field: "folder", detail: "/folder")
        }
        for name in description.queueFolders where name.isEmpty || name.contains("/") || name.contains("\0") {
            throw GatewayDescriptionError(.malformedURL, field: "queueFolders", detail: "a name without /")
        }
        name = description.name
        sendsAccents = description.sendsAccents
        self.description = description
        folder = DropFolder(
            root: description.folder,
            folders: ["outgoing", "checked"] + description.queueFolders + ["sent", "failed"]
        )
    }

    /// Drops one text, within 35 s.
    public func send(_ submission: SMSSubmission) async -> SMSAnswer {
        let message: FileDropMessage
        do {
            let text = try OutgoingText(
                submission.text,
                maximumSegments: description.maximumSegments,
                missing: FileDropMessage.missing
            )
            message = try FileDropMessage(submission, text: text, wantsReport: description.wantsReports)
        } catch {
            return .rejected(reason: error.reason)
        }
        return await sending.send { [folder] in
            await Self.onDisk { folder.drop(message) } ?? .unknown(reason: "the disk did not answer in time")
        }
    }

    /// How it is: down if the folder is missing or cannot be written.
    public func condition() async -> GatewayCondition {
        let known = await sending.condition()
        let trouble: String? = await Self.onDisk { [folder] in folder.trouble() } ?? "the disk did not answer in time"
        return GatewayCondition(
            state: trouble == nil ? .up : .down,
            unanswered: known.unanswered,
            window: known.window,
            lastError: trouble ?? known.lastError
        )
    }

    /// Runs blocking calls on a thread of their own; nil if they take too long, and then they may still go on.
    private static func onDisk<Value: Sendable>(_ work: @escaping @Sendable () -> Value) async -> Value? {
        let loop = MultiThreadedEventLoopGroup.singleton.any()
        let promise = loop.makePromise(of: Value?.self)
        let alarm = loop.scheduleTask(in: .seconds(diskSeconds)) { promise.succeed(nil) }
        NIOThreadPool.singleton.runIfActive(eventLoop: loop) { .some(work()) }.cascade(to: promise)
        defer { alarm.cancel() }
        // The pool of the process is never shut down, which alone would be an error; then nothing was written.
        return try? await promise.futureResult.get()
    }
}
