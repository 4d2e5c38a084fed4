import DossierEngine

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// Reads in what smstools puts into its folders (hộp tin đến của smstools): reports, citizens' texts, and texts that it
/// could not send.
///
/// A file is removed when its consequence is kept, so that it is read again after a crash in between; a text is known
/// by the file's name and times, and a report may come twice. What is no whole file yet waits; what cannot be read is
/// set aside and told once, without its name or content.
public actor FileDropInbox {
    /// The pause between two looks.
    static let pause = Duration.seconds(2)
    /// Files of one folder that are read at one look.
    static let maximumFiles = 500
    /// How long a file may be incomplete, or without a text of ours that it reports, in seconds.
    static let patienceSeconds: Int64 = 600
    /// How old a file has to be that does not say how long it is, in seconds.
    static let stillSeconds: Int64 = 5

    private let gateway: String
    private let reports: ReadFolder?
    private let texts: ReadFolder?
    private let sent: ReadFolder
    private let failed: ReadFolder
    private let sinks: GatewaySinks
    private let disk: FolderDisk
    private let log: @Sendable (String) -> Void
    private var sentTexts: SentTexts
    /// Files that were done and could not be taken away, as long as they are there; as many as are listed at most.
    private var done: [ReadFolder: Set<String>] = [:]
    /// Whether it was told that failures cannot be moved.
    private var hasToldOfFailures = false
    /// Whether the disk did not answer when it was asked last.
    private var isSlow = false

    /// Creates an inbox; whether the folders are there is found out with each look.
    ///
    /// - Parameters:
    ///   - description: Where smstools has its folders; nothing is read where it names none to read from.
    ///   - sinks: Who takes reports and texts.
    ///   - log: Told what went wrong, without a number, a name or a text.
    public init(
        _ description: FileDropDescription,
        sinks: GatewaySinks,
        log: @escaping @Sendable (String) -> Void
    ) {
        self.init(description, sinks: sinks, disk: FolderDisk(), log: log)
    }

    init(
        _ description: FileDropDescription,
        sinks: GatewaySinks,
        disk: FolderDisk,
        sentTexts: SentTexts = SentTexts(),
        log: @escaping @Sendable (String) -> Void
    ) {
        func folder(_ name: String) -> ReadFolder { ReadFolder(path: "\(description.folder)/\(name)") }
        gateway = description.name
        reports = description.reportFolder.map(folder)
        texts = sinks.text == nil ? nil : description.incomingFolder.map(folder)
        sent = folder("sent")
        failed = folder("failed")
        self.sinks = sinks
        self.disk = disk
        self.sentTexts = sentTexts
        self.log = log
    }

    /// Looks from time to time until it is cancelled.
    public func run() async {
        while !Task.isCancelled {
            await takeAll()
            // A cancelled sleep ends early, as the looking then does.
            try? await Task.sleep(for: Self.pause)
        }
    }

    /// Takes everything that is there and can be kept now.
    func takeAll() async {
        do {
            if let reports {
                try await takeFailures()
                try await takeReports(in: reports)
            }
            if let texts { try await takeTexts(in: texts) }
            isSlow = false
        } catch is SlowDisk {
            if !isSlow, !Task.isCancelled { log("the disk did not answer in time; what smstools brought waits for it") }
            isSlow = true
        } catch {
            if !Task.isCancelled { log("what smstools brought could not be kept; it is read again") }
        }
    }

    private func takeReports(in folder: ReadFolder) async throws {
        let names = try await names(in: folder)
        guard !names.isEmpty else { return }
        let (index, sent) = (sentTexts, self.sent)
        sentTexts = try await onDisk {
            var index = index
            index.refresh(sent)
            return index
        }
        for name in names {
            guard let (file, modifiedAt) = try await wholeFile(name, in: folder) else { continue }
            guard let report = ModemReport(file) else {
                try await setAside(name, in: folder, "it is no report")
                continue
            }
            guard let text = sentTexts.text(of: report.key, reportedAt: modifiedAt) else {
                // The file of its text may still be on its way into `sent`, or not be read yet.
                if sentTexts.isComplete, Self.now - modifiedAt > Self.patienceSeconds {
                    try await setAside(name, in: folder, "it reports no text of ours")
                }
                continue
            }
            // A long text has arrived with its last part, and has not with any.
            if text.isLast || report.state == .undelivered || report.state == .expired {
                try await sinks.report(
                    DeliveryReport(gateway: gateway, subject: .reference(text.reference), state: report.state)
                )
            }
            try await remove(name, in: folder)
        }
    }

    /// Texts that smstools gave up are kept in a folder of `failed`, where a second drop of one is told by them.
    private func takeFailures() async throws {
        let folder = failed
        for name in try await names(in: folder) {
            guard let reference = FileDropMessage.reference(ofFile: name) else { continue }
            try await sinks.report(
                DeliveryReport(gateway: gateway, subject: .reference(reference), state: .rejected)
            )
            if try await onDisk({ folder.keepAsReported(name) }) { continue }
            remember(name, in: folder)
            if !hasToldOfFailures {
                log("what smstools gave up is told again after each start; the program needs to write into its folder")
            }
            hasToldOfFailures = true
        }
    }

    private func takeTexts(in folder: ReadFolder) async throws {
        for name in try await names(in: folder) {
            guard let (file, _) = try await wholeFile(name, in: folder) else { continue }
            guard let text = file.text, let sender = file["From"] else {
                try await setAside(name, in: folder, "it is no text in a known alphabet")
                continue
            }
            // An answer to it would bring the next one.
            guard !text.hasPrefix(ModemReport.title) else {
                try await setAside(name, in: folder, "it is a report; smsd.conf has to name a report folder")
                continue
            }
            let id = [name, file["Sent"] ?? "", file["Received"] ?? ""].joined(separator: " ")
            guard id.unicodeScalars.count <= Self.maximumID, text.unicodeScalars.count <= Self.maximumText else {
                try await setAside(name, in: folder, "its text or its name is too long")
                continue
            }
            try await sinks.text?(IncomingText(gateway: gateway, providerID: id, sender: sender, text: text))
            try await remove(name, in: folder)
        }
    }

    private static let maximumID = 128
    private static let maximumText = HTTPIncomingDescription.maximumTextLength
}

extension FileDropInbox {
    /// The disk did not answer.
    private struct SlowDisk: Error {}

    private static var now: Int64 { Int64(time(nil)) }

    private func onDisk<Value: Sendable>(_ work: @escaping @Sendable () -> Value) async throws -> Value {
        guard case .done(let value) = await disk.run(work) else { throw SlowDisk() }
        return value
    }

    /// The files that are not done yet, some of them if there are many.
    private func names(in folder: ReadFolder) async throws -> [String] {
        guard let names = try await onDisk({ folder.names(limit: SentTexts.maximumFiles) }) else { return [] }
        // What stays is never forgotten, for it would be told again and again.
        let known = done[folder, default: []].intersection(names)
        done[folder] = known
        let isOursOnly = folder == failed
        let open = names.filter { name in
            guard !known.contains(name) else { return false }
            return !isOursOnly || FileDropMessage.reference(ofFile: name) != nil
        }
        return Array(open.prefix(Self.maximumFiles))
    }

    /// A file with when it was written; nil if it is not whole yet, or was set aside.
    private func wholeFile(_ name: String, in folder: ReadFolder) async throws -> (ModemFile, modifiedAt: Int64)? {
        switch try await onDisk({ folder.read(name) }) {
        case .nothing, .later: return nil
        case .strange(let reason):
            try await setAside(name, in: folder, reason)
            return nil
        case .bytes(let bytes, let modifiedAt):
            let age = Self.now - modifiedAt
            if let file = ModemFile(bytes), file.isWhole ?? (age >= Self.stillSeconds) { return (file, modifiedAt) }
            if age > Self.patienceSeconds { try await setAside(name, in: folder, "it is not whole") }
            return nil
        }
    }

    private func remove(_ name: String, in folder: ReadFolder) async throws {
        if try await onDisk({ folder.remove(name) }) { return }
        log("a file that was read cannot be removed; the program needs the right to write into the folder")
        remember(name, in: folder)
    }

    private func setAside(_ name: String, in folder: ReadFolder, _ reason: String) async throws {
        log("a file was passed over: \(reason)")
        if try await onDisk({ folder.setAside(name) }) { return }
        remember(name, in: folder)
    }

    private func remember(_ name: String, in folder: ReadFolder) { done[folder, default: []].insert(name) }
}
