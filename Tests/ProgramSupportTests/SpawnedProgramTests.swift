import Foundation
import ProgramSupport
import Testing

/// Programs that tests start.
@Suite("A program that tests start", .timeLimit(.minutes(60)))
struct SpawnedProgramTests {
    @Test("reads its input, and leaves its output, its errors and its exit code")
    func outcome() throws {
        let outcome = try SpawnedProgram.run("/bin/sh", ["-c", "cat; echo wrong >&2; exit 7"], input: "một cửa\n")
        #expect(outcome.output == "một cửa\n" && outcome.errors == "wrong\n")
        #expect(outcome.code == 7 && outcome.ending.isExit)
    }

    @Test("is found by its name, and runs in the folder and the environment that are said")
    func place() throws {
        #expect(try SpawnedProgram.run("pwd", ["-P"], folder: "/usr/lib").output == "/usr/lib\n")
        let pipe = try ProgramPipe()
        let program = try SpawnedProgram("/usr/bin/env", [], environment: ["A": "b=c"], output: .pipe(pipe))
        #expect(try pipe.next() == Data("A=b=c\n".utf8))
        #expect(program.wait().code == 0)
    }

    @Test("that is not there, or whose folder or file is not, is an error at once")
    func missing() throws {
        let reason = "No such file or directory"
        #expect(throws: ProgramFailure("/nowhere/program cannot be started: \(reason)")) {
            try SpawnedProgram("/nowhere/program", [])
        }
        #expect(throws: ProgramFailure("/bin/true cannot be started: \(reason)")) {
            try SpawnedProgram("/bin/true", [], folder: "/nowhere")
        }
        #expect(throws: ProgramFailure("/bin/true cannot be started: \(reason)")) {
            try SpawnedProgram("/bin/true", [], input: .file("/nowhere/in"))
        }
    }

    @Test("that somebody still writes to is tried until he has closed it, and no longer than said")
    func busy() async throws {
        let copy = FileManager.default.temporaryDirectory.appending(path: "motcua-true-\(UUID().uuidString)").path
        try FileManager.default.copyItem(atPath: "/bin/true", toPath: copy)
        // A file that stays behind in the temporary directory harms no other test.
        defer { try? FileManager.default.removeItem(atPath: copy) }
        let writer = open(copy, O_WRONLY | O_CLOEXEC)
        #expect(throws: ProgramFailure("\(copy) cannot be started: Text file busy")) {
            try SpawnedProgram(copy, [], busyPatience: .milliseconds(50))
        }
        let start = Task.detached { try SpawnedProgram(copy, []).wait() }
        close(writer)
        #expect(try await start.value.code == 0)
    }

    @Test("has no descriptor of the tests but its streams")
    func descriptors() throws {
        // Without O_CLOEXEC every child would have it.
        let open = open("/dev/null", O_RDONLY)
        defer { close(open) }
        try #require(open > STDERR_FILENO)
        let pipe = try ProgramPipe()
        // The fourth is the folder that it lists.
        #expect(try SpawnedProgram.run("/bin/ls", ["/proc/self/fd"]).output == "0\n1\n2\n3\n")
        #expect(pipe.reading.descriptor > STDERR_FILENO)
    }

    @Test("starts with no signal blocked and broken pipes not ignored")
    func signals() throws {
        _ = try ProgramPipe()
        let status = try SpawnedProgram.run("/bin/cat", ["/proc/self/status"]).output
        let ignored = try #require(status.firstMatch(of: /SigIgn:\t([0-9a-f]+)/)).1
        let bits = try #require(UInt64(ignored, radix: 16))
        #expect(status.contains("SigBlk:\t0000000000000000\n"))
        #expect(bits & (1 << UInt64(SIGPIPE - 1)) == 0)
    }

    @Test("is spoken with by pipes while it runs, and tells its end by them")
    func pipes() throws {
        let (typed, said) = (try ProgramPipe(), try ProgramPipe())
        let program = try SpawnedProgram("/bin/cat", [], input: .pipe(typed), output: .pipe(said))
        for word in ["one\n", "two\n"] {
            try typed.write(Data(word.utf8))
            #expect(try said.next() == Data(word.utf8))
        }
        #expect(program.isRunning)
        typed.writing.close()
        #expect(try said.next().isEmpty)
        #expect(program.wait() == SpawnedProgram.Ending(code: 0, isExit: true))
        typed.writing.close()
        #expect(throws: ProgramFailure("a pipe cannot be written to: Bad file descriptor")) {
            try typed.write(Data("three\n".utf8))
        }
    }

    @Test("that has ended leaves a broken pipe, which is an error and no end of the tests")
    func brokenPipe() throws {
        let typed = try ProgramPipe()
        let program = try SpawnedProgram("/bin/true", [], input: .pipe(typed))
        program.wait()
        #expect(throws: ProgramFailure("a pipe cannot be written to: Broken pipe")) {
            try typed.write(Data("one\n".utf8))
        }
    }

    @Test("that keeps still is not awaited longer than said")
    func silence() async throws {
        let said = try ProgramPipe()
        let program = try SpawnedProgram("/bin/sleep", ["600"], output: .pipe(said))
        #expect(throws: ProgramFailure("nothing came out of a pipe within 0.0 seconds")) {
            try said.next(within: .zero)
        }
        await #expect(throws: ProgramFailure("/bin/sleep did not end within 0.0 seconds")) {
            try await program.wait(within: .zero)
        }
        #expect(program.ending == SpawnedProgram.Ending(code: SIGKILL, isExit: false))
    }

    @Test("that does not end is killed once it is not awaited any longer, which its ending shows")
    func stubborn() throws {
        let program = try SpawnedProgram("/bin/sleep", ["600"])
        #expect(program.wait(killingAfter: .milliseconds(50)) == SpawnedProgram.Ending(code: SIGKILL, isExit: false))
        let deaf = try SpawnedProgram("/bin/sh", ["-c", "trap '' TERM; exec sleep 600"])
        #expect(deaf.wait(killingAfter: .zero) == SpawnedProgram.Ending(code: SIGKILL, isExit: false))
        // Who has ended is not killed, however late he is asked.
        let prompt = try SpawnedProgram("/bin/sh", ["-c", "exit 3"])
        let ending = SpawnedProgram.Ending(code: 3, isExit: true)
        #expect(prompt.wait() == ending)
        #expect(prompt.wait(killingAfter: .zero) == ending)
    }

    @Test("is looked at and signalled by others while it is awaited, and told of its end to all who wait")
    func waiters() async throws {
        let program = try SpawnedProgram("/bin/sleep", ["600"])
        let first = Task.detached { program.wait() }
        let second = Task.detached { try await program.wait(within: .seconds(600)) }
        #expect(program.isRunning)
        program.send(SIGTERM)
        let ending = SpawnedProgram.Ending(code: SIGTERM, isExit: false)
        #expect(await first.value == ending)
        #expect(try await second.value == ending)
        #expect(program.wait() == ending)
        // After its end the number may be somebody else's, who gets no signal.
        program.send(SIGKILL)
    }

    @Test("is killed when whoever awaits it is cancelled")
    func cancelled() async throws {
        let program = try SpawnedProgram("/bin/sleep", ["600"])
        let waiter = Task { try await program.wait(within: .seconds(600)) }
        waiter.cancel()
        await #expect(throws: CancellationError.self) { try await waiter.value }
        #expect(program.ending?.code == SIGKILL)
    }

    @Test("leads a group of its own if it is to, and stays in that of the tests else")
    func groups() throws {
        let own = try SpawnedProgram("/bin/sleep", ["600"], inOwnGroup: true)
        let common = try SpawnedProgram("/bin/sleep", ["600"])
        #expect(getpgid(own.pid) == own.pid)
        #expect(getpgid(common.pid) == getpgid(0))
        for program in [own, common] {
            program.send(SIGKILL)
            program.wait()
        }
    }
}
