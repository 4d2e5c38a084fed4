public import DossierEngine

/// A modem with smstools, which takes texts from a folder (cổng SMS qua modem và smstools).
///
/// `accepted` means that the file lies in the folder and will survive a power failure. A second call with one reference
/// sees the file of the first, wherever smstools has moved it.
public struct FileDropGateway: SMSGateway {
    /// Texts that it is given at once; their files are written one after the other, faster than a modem sends.
    static let concurrency = 4
    /// How long the disk may take to say how it is; whoever asks also waits for other gateways.
    static let conditionBound = Duration.seconds(2)
    private static let slow = "the disk did not answer in time"
    /// The name in logs, metrics, settings and the outbox.
    public let name: String
    /// Whether it is given texts with their accents.
    public let sendsAccents: Bool
    /// The most segments of a text.
    public var maximumSegments: Int { description.maximumSegments }
    /// How many texts it is given at once.
    public var window: Int { sending.window }
    private let description: FileDropDescription
    private let folder: DropFolder
    private let disk: FolderDisk
    private let sending = BoundedSending(concurrency: concurrency)

    /// Creates a gateway; whether the folder is there is found out with each text.
    ///
    /// - Parameter description: Where smstools takes texts from.
    /// - Throws: ``GatewayDescriptionError`` if the folder is not named from the root or a number is out of range.
    public init(_ description: FileDropDescription) throws(GatewayDescriptionError) {
        try self.init(description, disk: FolderDisk())
    }

    init(_ description: FileDropDescription, disk: FolderDisk) throws(GatewayDescriptionError) {
        try SendingBounds.check(maximumSegments: description.maximumSegments)
        guard description.folder.hasPrefix("/"), !description.folder.contains("\0") else {
            throw GatewayDescriptionError(.malformedValue, field: "folder", detail: "/folder")
        }
        let named = description.queueFolders.map { ("queueFolders", $0) } + description.readFolders
        for (field, name) in named where name.isEmpty || name.contains("/") || name.contains("\0") {
            throw GatewayDescriptionError(.malformedValue, field: field, detail: "a name without /")
        }
        let own = Set(["outgoing", "checked", "sent", "failed", ".", ".."] + description.queueFolders)
        // What is read there is removed afterwards.
        for (field, name) in description.readFolders where own.contains(name) {
            throw GatewayDescriptionError(.malformedValue, field: field, detail: "a folder of its own")
        }
        guard description.reportFolder == nil || description.reportFolder != description.incomingFolder else {
            throw GatewayDescriptionError(.malformedValue, field: "incomingFolder", detail: "a folder of its own")
        }
        name = description.name
        sendsAccents = description.sendsAccents
        self.description = description
        self.disk = disk
        folder = DropFolder(
            root: description.folder,
            folders: ["outgoing", "checked"] + description.queueFolders
                + ["sent", "failed", "failed/\(ReadFolder.reported)"]
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
            let wantsReport = description.wantsReports && submission.wantsReport
            message = try FileDropMessage(submission, text: text, wantsReport: wantsReport)
        } catch {
            return .rejected(reason: error.reason)
        }
        return await sending.send { [disk, folder] in
            switch await disk.run({ folder.drop(message) }) {
            case .done(let verdict): verdict
            case .refused: .unreachable(reason: Self.slow)
            case .late: .unknown(reason: Self.slow)
            }
        }
    }

    /// How it is, within 2 s: down if the folder is missing, cannot be written or does not answer.
    public func condition() async -> GatewayCondition {
        let known = await sending.condition()
        let read = description.readFolders.map(\.name)
        let found = await disk.run(within: Self.conditionBound) { [folder] in
            (sending: folder.trouble(), reading: read.lazy.compactMap { folder.trouble(in: $0) }.first)
        }
        var trouble: String? = Self.slow
        // Texts can be sent all the same.
        var readTrouble: String?
        if case .done(let troubles) = found { (trouble, readTrouble) = (troubles.sending, troubles.reading) }
        return GatewayCondition(
            state: trouble == nil ? .up : .down,
            unanswered: known.unanswered,
            window: known.window,
            lastError: trouble ?? readTrouble ?? known.lastError
        )
    }
}

extension FileDropDescription {
    /// The folders from which something is read, with the fields that name them.
    var readFolders: [(field: String, name: String)] {
        [("reportFolder", reportFolder), ("incomingFolder", incomingFolder)].compactMap { field, name in
            name.map { (field, $0) }
        }
    }
}
