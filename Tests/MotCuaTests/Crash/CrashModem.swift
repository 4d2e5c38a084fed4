import Foundation
import Synchronization
import Testing

/// What stands behind the spool of smstools while the service is killed again and again: it takes each text out of
/// `outgoing`, reports what became of it, and brings texts of citizens.
///
/// It lives on through the kills, as a modem beside a crashing server does.
final class CrashModem: Sendable {
    /// The number that citizens' texts come from.
    private static let citizen = "84912345671"

    private struct Memory {
        var taken: [String: Int] = [:]
        var nextID: UInt8 = 1
        var inquiries = 0
    }

    let spool: String
    private let memory = Mutex(Memory())

    init(in folder: String) throws {
        spool = folder + "/spool"
        for name in ["outgoing", "checked", "sent", "failed", "report", "incoming"] {
            try FileManager.default.createDirectory(atPath: spool + "/" + name, withIntermediateDirectories: true)
        }
    }

    /// How often each text was handed over, by its file's name.
    var taken: [String: Int] { memory.withLock { $0.taken } }

    /// How many citizens' texts were brought.
    var inquiries: Int { memory.withLock { $0.inquiries } }

    /// Does its work until it is cancelled.
    func run() async throws {
        while !Task.isCancelled {
            for name in try names(in: "outgoing").sorted() { try send(name) }
            try await Task.sleep(for: .milliseconds(10))
        }
    }

    /// The files in a folder of the spool.
    func names(in folder: String) throws -> [String] {
        try FileManager.default.contentsOfDirectory(atPath: spool + "/" + folder).filter { !$0.hasPrefix(".") }
    }

    /// Brings a citizen's text that asks for a dossier.
    func ask(for code: String) throws {
        let number = memory.withLock { memory in
            memory.inquiries += 1
            return memory.inquiries
        }
        try put(Self.file("HS \(code)", from: Self.citizen, isReport: false), as: "GSM1.inq\(number)", into: "incoming")
    }

    /// What smsd writes for whatever comes in by the air.
    private static func file(_ text: String, from number: some StringProtocol, isReport: Bool) -> String {
        let headers = [
            "From: \(number)", "From_TOA: 91 international, ISDN/telephone", "Sent: 26-11-28 21:21:50",
            "Received: 26-11-28 21:21:51", "Subject: GSM1", "Modem: GSM1", "IMSI: ", "IMEI: ",
            "Report: \(isReport ? "yes" : "no")", "Alphabet: ISO", "Length: \(text.utf8.count)",
        ]
        return headers.joined(separator: "\n") + "\n\n" + text
    }

    private func send(_ name: String) throws {
        let path = spool + "/outgoing/" + name
        let text = try String(contentsOfFile: path, encoding: .utf8)
        let id = memory.withLock { memory in
            memory.taken[name, default: 0] += 1
            defer { memory.nextID &+= 1 }
            return memory.nextID
        }
        let parts = text.split(separator: "\n\n", maxSplits: 1)
        let head = try #require(parts.first, "\(name) is no text")
        let more = "\nModem: GSM1\nSent: 26-11-28 21:21:50\nSending_time: 1\nMessage_id: \(id)\nIMSI: \nIMEI: \n\n"
        try put(head + more + (parts.last ?? ""), as: name, into: "sent")
        try FileManager.default.removeItem(atPath: path)
        let to = try #require(head.split(separator: "\n").first { $0.hasPrefix("To: ") }).dropFirst(4)
        guard head.contains("Report: yes") else { return }
        let status = id % 16 == 0 ? "70,Permanent error" : "0,Ok,short message received by the SME"
        let report =
            "SMS STATUS REPORT\nMessage_id: \(id)\nDischarge_timestamp: 26-11-28 21:21:51\nStatus: \(status)"
        try put(Self.file(report, from: to, isReport: true), as: "GSM1.rep-\(name)", into: "report")
    }

    /// Written beside and renamed, as smsd does, so that nobody reads half a file.
    private func put(_ text: String, as name: String, into folder: String) throws {
        let draft = spool + "/." + name
        try text.write(toFile: draft, atomically: false, encoding: .utf8)
        try FileManager.default.moveItem(atPath: draft, toPath: spool + "/\(folder)/\(name)")
    }
}
