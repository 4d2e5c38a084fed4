import Foundation
import Testing
import WorkingCalendar

@testable import DossierEngine

/// Keys, checkpoints and signatures in the text forms of C2SP.
@Suite("Checkpoints as signed notes")
struct SignedCheckpointTests {
    private static func key(_ first: UInt8 = 1, name: String = "motcua.local") throws -> CheckpointKey {
        try #require(CheckpointKey(name: name, entropy: Seeded(first: first)))
    }

    private static let checkpoint = Checkpoint(
        origin: "motcua.local",
        size: 120,
        root: Digest.of([1]),
        at: Instant(iso8601: "2022-01-05T10:20:00+07:00")
    )

    /// The example of the package `note` of Go's sumdb, which signed notes come from.
    @Test("a note, its key and its secret are those of another program")
    func knownAnswer() throws {
        let written = "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW"
        let secret = "PRIVATE+KEY+PeterNeumann+c74f20a3+AYEKFALVFGyNhPJEMzD1QIDr+Y7hfZx09iUvxdXHKDFz"
        let text =
            "If you think cryptography is the answer to your problem,\nthen you don't know what your problem is.\n"
        let signature =
            "x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngotpRZb6KE6RyyBwJnAM="
        let key = try #require(CheckpointKey(secret))
        #expect(key.verifier.written == written)
        #expect(key.written == secret)
        let verifier = try #require(CheckpointVerifier(written))
        let bytes = try #require(Base64.bytes(signature))
        #expect(Array(bytes.prefix(4)) == verifier.hashBytes)
        #expect(verifier.accepts(Array(bytes.dropFirst(4)), of: text))
        #expect(!verifier.accepts(Array(bytes.dropFirst(4)), of: text + "\n"))
        #expect(verifier.accepts(try key.signature(of: text), of: text))
    }

    @Test("a checkpoint has its three lines, then the moment, then an empty line and the signature")
    func form() throws {
        let signed = try SignedCheckpoint(Self.checkpoint, by: try Self.key())
        let lines = signed.note.split(separator: "\n", omittingEmptySubsequences: false)
        #expect(lines.count == 7)
        #expect(lines[0] == "motcua.local")
        #expect(lines[1] == "120")
        #expect(Base64.digest(String(lines[2])) == Self.checkpoint.root)
        #expect(lines[3] == "time 2022-01-05T10:20:00+07:00")
        #expect(lines[4] == "" && lines[6] == "")
        #expect(lines[5].hasPrefix("— motcua.local "))
        let read = try #require(SignedCheckpoint(note: signed.note))
        #expect(read == signed)
        #expect(read.checkpoint == Self.checkpoint)
        #expect(read.isSigned(by: try Self.key().verifier))
    }

    @Test("no other key, name or text is taken for the signed one")
    func forgeries() throws {
        let key = try Self.key()
        let signed = try SignedCheckpoint(Self.checkpoint, by: key)
        #expect(!signed.isSigned(by: try Self.key(2).verifier))
        #expect(!signed.isSigned(by: try Self.key(name: "motcua.other").verifier))
        for (old, new) in [("120", "121"), ("10:20", "10:21"), ("motcua.local\n", "motcua.lokal\n")] {
            let range = try #require(signed.note.range(of: old))
            let note = signed.note.replacingCharacters(in: range, with: new)
            #expect(try #require(SignedCheckpoint(note: note)).isSigned(by: key.verifier) == false, "\(new)")
        }
    }

    @Test("a witness may sign beside us")
    func witness() throws {
        let (key, witness) = (try Self.key(), try Self.key(9, name: "witness.example"))
        let ours = try SignedCheckpoint(Self.checkpoint, by: key).note
        let theirs = try SignedCheckpoint(Self.checkpoint, by: witness).note
        let line = try #require(theirs.split(separator: "\n").last)
        let both = try #require(SignedCheckpoint(note: ours + line + "\n"))
        #expect(both.isSigned(by: key.verifier) && both.isSigned(by: witness.verifier))
    }

    @Test("a fork names what it gives up, and its reason is one line")
    func fork() throws {
        let fork = try #require(CheckpointFork(after: Self.checkpoint, reason: "khôi phục từ bản sao 27/11"))
        let next = Checkpoint(origin: "motcua.local/epoch-2", size: 90, root: Digest.of([2]), at: nil, fork: fork)
        #expect(Checkpoint(text: next.text) == next)
        for reason in ["", "   ", "hai\ndòng", String(repeating: "a", count: 201)] {
            #expect(CheckpointFork(after: Self.checkpoint, reason: reason) == nil, "\(reason)")
        }
        #expect(CheckpointKeeper.origin(after: "motcua.local", name: "motcua.local") == "motcua.local/epoch-2")
        #expect(CheckpointKeeper.origin(after: "motcua.local/epoch-9", name: "motcua.local") == "motcua.local/epoch-10")
    }

    @Test(
        "a text that is no checkpoint is none",
        arguments: [
            "", "\n", "a\n1\n", "a\n-1\nS/USL0NFVNxT8uyPEJSAUZ7EgqPKwRPi6lLyR+P+mpo=\n", "a\n01\nx\n",
            "a\n1\nS/USL0NFVNxT8uyPEJSAUZ7EgqPKwRPi6lLyR+P+mpo\n", "a\n1\nAAAA\n",
            "a\n99999999999999999999\nS/USL0NFVNxT8uyPEJSAUZ7EgqPKwRPi6lLyR+P+mpo=\n",
        ]
    )
    func malformed(text: String) {
        #expect(Checkpoint(text: text) == nil)
        #expect(SignedCheckpoint(note: text + "\n— a AAAA\n") == nil)
    }

    @Test("a written key that is damaged is no key")
    func damagedKeys() throws {
        let key = try Self.key()
        for written in [key.verifier.written, key.written] {
            #expect(CheckpointVerifier(String(written.dropLast())) == nil)
            #expect(CheckpointKey(String(written.dropLast())) == nil)
        }
        let other = try Self.key(7).verifier.written
        let mixed = key.verifier.written.prefix(22) + other.dropFirst(22)
        #expect(CheckpointVerifier(String(mixed)) == nil, "the hash is of another key")
        #expect("\(key)" == "CheckpointKey", "a key shows nothing of itself")
        for name in ["", "a b", "a+b", "đ", String(repeating: "a", count: 101)] {
            #expect(CheckpointKey(name: name, entropy: Seeded(first: 1)) == nil, "\(name)")
        }
    }
}

/// Bytes that count up from the first.
private struct Seeded: EntropySource {
    let first: UInt8

    func bytes(_ count: Int) -> [UInt8] { (0..<count).map { first &+ UInt8(truncatingIfNeeded: $0) } }
}
