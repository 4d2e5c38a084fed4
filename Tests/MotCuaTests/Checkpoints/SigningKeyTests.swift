import DossierEngine
import Foundation
import Testing

@testable import motcua

/// The key that signs a history is never made anew without a word, and no copy is taken unchecked for want of it.
@Suite(.timeLimit(.minutes(60)))
struct SigningKeyTests {
    private func doctor(_ site: BackupSite) throws -> (finding: String, code: Int32) {
        let run = try site.run("doctor", "--json")
        let list = try JSONParser.parse(Array(run.output.utf8)).array ?? []
        let found = list.first { $0["subject"]?.string == "checkpoints" }
        return ([found?["grade"]?.string, found?["text"]?.string].compactMap { $0 }.joined(separator: ": "), run.code)
    }

    private func move(_ path: String, _ work: () async throws -> Void) async throws {
        try FileManager.default.moveItem(atPath: path, toPath: path + ".kept")
        try await work()
        if FileManager.default.fileExists(atPath: path) { try FileManager.default.removeItem(atPath: path) }
        try FileManager.default.moveItem(atPath: path + ".kept", toPath: path)
    }

    @Test("without the key that signed, nothing is restored and nothing served, and no key is made")
    func gone() async throws {
        let (site, other) = (try BackupSite(), try BackupSite())
        try await other.serve(registering: 3)
        #expect(try other.run("backup", other.copy).code == 0)
        try await site.serve(registering: 1)
        #expect(try doctor(site).finding.hasPrefix("ok: "))
        let before = try site.files()
        try await move(site.folder.checkpointKey) {
            for copy in [site.copy, other.copy] {
                let refused = try site.run("restore", copy, "--serial-gap", "9")
                #expect(refused.code == 1 && refused.errors.contains("that signed the"), "\(refused.errors)")
                #expect(refused.errors.contains("đã ký các mốc lịch sử"), "\(refused.errors)")
            }
            #expect(try site.files() == before)
            let refused = try site.run("serve", "--demo", "--port", "0")
            #expect(refused.code == 1 && refused.errors.contains("motcua checkpoint fork"), "\(refused.errors)")
            let found = try doctor(site)
            #expect(found.code == 2 && found.finding.contains("that signed them is not there"), "\(found)")
            #expect(!FileManager.default.fileExists(atPath: site.folder.checkpointKey))
        }
        try await site.serve(registering: 1)
        #expect(try site.run("verify").code == 0)
    }

    @Test("who asks for the key where there is none is told what makes it, or whose copy is to be put back")
    func asked() async throws {
        let site = try BackupSite()
        let early = try site.run("checkpoint", "key")
        #expect(early.code == 1 && early.errors.contains("the first start of the server makes it"), "\(early.errors)")
        #expect(early.errors.contains("chỉ rõ bằng --database") && !early.errors.contains("--key"), "\(early.errors)")
        try await site.serve(registering: 1)
        #expect(try site.run("checkpoint", "key").code == 0)
        try await move(site.folder.checkpointKey) {
            let gone = try site.run("checkpoint", "key")
            #expect(gone.code == 1 && gone.errors.contains("Put its copy back"), "\(gone.errors)")
        }
    }

    @Test("a key that is lost for good is replaced by a fork, which says so, and both keys prove the history")
    func lost() async throws {
        let site = try BackupSite()
        try await site.serve(registering: 1)
        let first = try site.run("checkpoint", "key").output.trimmingCharacters(in: .whitespacesAndNewlines)
        try FileManager.default.removeItem(atPath: site.folder.checkpointKey)
        // What is refused makes no key: with it a server would start and sign nothing.
        for reason in ["", " ", "hai\ndòng", String(repeating: "a", count: 201)] {
            let refused = try site.run("checkpoint", "fork", "--reason", reason)
            #expect(refused.code == 1 && refused.errors.contains("một dòng từ 1 đến 200 ký tự"), "\(refused.errors)")
            #expect(!FileManager.default.fileExists(atPath: site.folder.checkpointKey))
        }
        let forked = try site.run("checkpoint", "fork", "--reason", "khóa bị mất")
        #expect(forked.code == 0 && forked.errors.contains("a new one is made"), "\(forked.output)\(forked.errors)")
        #expect(forked.errors.contains("tạo khóa mới"), "\(forked.errors)")
        try await site.serve(registering: 1)
        #expect(try doctor(site).finding.hasPrefix("ok: "))
        let second = try site.run("checkpoint", "key").output.trimmingCharacters(in: .whitespacesAndNewlines)
        #expect(first != second)
        let verdict = try site.run("verify", "--key", first, "--key", second)
        #expect(verdict.code == 0, "\(verdict.output)\(verdict.errors)")
    }

    @Test("another key than the one that signed is named as what is wrong, by the log and by doctor")
    func another() async throws {
        let site = try BackupSite()
        try await site.serve(registering: 1)
        try await move(site.folder.checkpointKey) {
            _ = try CheckpointKeyFile.open(site.folder.checkpointKey, name: "motcua.local", entropy: SystemEntropy())
            let found = try doctor(site)
            #expect(found.code == 2 && found.finding.contains("is not signed by the key"), "\(found)")
            let server = try await site.start()
            _ = try await site.register(1, at: server)
            #expect(server.terminate() == 0)
            let printed = try server.printed
            #expect(printed.contains("the last checkpoint is signed by another key"), "\(printed)")
            #expect(!printed.contains("does not contain the last checkpoint"), "\(printed)")
        }
        try await move(site.folder.checkpointKey) {
            _ = try CheckpointKeyFile.open(site.folder.checkpointKey, name: "other.local", entropy: SystemEntropy())
            #expect(try doctor(site).finding.contains("is of other.local"))
        }
    }

    @Test("a file of checkpoints that is gone is told of, before and when a new one begins")
    func goneFile() async throws {
        let site = try BackupSite()
        try await site.serve(registering: 1)
        try FileManager.default.removeItem(atPath: site.folder.checkpoints)
        let found = try doctor(site)
        #expect(found.finding.hasPrefix("warning: there is a key and no file "), "\(found)")
        let server = try await site.start()
        #expect(server.terminate() == 0)
        #expect(try server.printed.contains("there is a key of checkpoints and no file of them"))
    }

    @Test("a copy that another key of personal data encrypted replaces nothing, also without any checkpoint")
    func foreignCopy() async throws {
        let (site, other) = (try BackupSite(), try BackupSite())
        try await other.serve(registering: 3)
        #expect(try other.run("backup", other.copy).code == 0)
        try await site.serve(registering: 1)
        for path in [site.folder.checkpoints, site.folder.checkpointKey] {
            try FileManager.default.removeItem(atPath: path)
        }
        let before = try site.files()
        let refused = try site.run("restore", other.copy, "--serial-gap", "9")
        #expect(refused.code == 1 && refused.errors.contains("encrypted with another key 1"), "\(refused.errors)")
        #expect(refused.errors.contains("được mã hóa bằng khóa 1 khác"), "\(refused.errors)")
        #expect(try site.files() == before)
        // A machine without that key takes the copy; what is missing is said.
        try FileManager.default.removeItem(atPath: site.folder.path + "/motcua.key")
        let restored = try site.run("restore", other.copy, "--serial-gap", "9")
        #expect(restored.code == 0 && restored.errors.contains("key"), "\(restored.errors)")
    }
}
