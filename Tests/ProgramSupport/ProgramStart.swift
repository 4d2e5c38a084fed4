import CProgramSupport
import Foundation

/// What a program is started with, and the system's call that does it.
struct ProgramStart {
    /// The pause between two tries of a binary that is busy.
    private static let pause = Duration.milliseconds(5)

    let path: String
    let arguments: [String]
    let environment: [String: String]
    let folder: String?
    let streams: [Int32: SpawnedProgram.Stream]
    let inOwnGroup: Bool
    /// For how long a binary that is busy is tried at least.
    let busyPatience: Duration

    /// Starts it.
    ///
    /// - Returns: Its number.
    /// - Throws: ``ProgramFailure`` if the system refuses.
    func run() throws -> pid_t {
        var actions = posix_spawn_file_actions_t()
        try check(posix_spawn_file_actions_init(&actions))
        defer { posix_spawn_file_actions_destroy(&actions) }
        var attributes = posix_spawnattr_t()
        try check(posix_spawnattr_init(&attributes))
        defer { posix_spawnattr_destroy(&attributes) }
        try add(to: &actions)
        try set(&attributes)
        let words = ([path] + arguments).map { strdup($0) }
        let variables = environment.map { strdup($0.key + "=" + $0.value) }
        defer { for text in words + variables { free(text) } }
        var pid: pid_t = 0
        var code = ETXTBSY
        // A binary that a test has just copied is busy while a child begun at that moment still has its descriptor.
        for _ in 0..<max(1, Int(busyPatience / Self.pause)) where code == ETXTBSY {
            code = posix_spawnp(&pid, path, &actions, &attributes, words + [nil], variables + [nil])
            if code == ETXTBSY { usleep(UInt32(Self.pause / .microseconds(1))) }
        }
        try check(code)
        return pid
    }

    /// Streams, folder, and no other descriptor of the tests: they have files and sockets that are not marked for it.
    private func add(to actions: inout posix_spawn_file_actions_t) throws {
        for (number, stream) in streams.sorted(by: { $0.key < $1.key }) {
            let isInput = number == STDIN_FILENO
            let flags = isInput ? O_RDONLY : O_WRONLY | O_CREAT | O_APPEND
            switch stream {
            case .nothing: try check(posix_spawn_file_actions_addopen(&actions, number, "/dev/null", flags, 0))
            case .file(let path): try check(posix_spawn_file_actions_addopen(&actions, number, path, flags, 0o600))
            case .pipe(let pipe):
                let end = isInput ? pipe.reading : pipe.writing
                try check(posix_spawn_file_actions_adddup2(&actions, end.descriptor, number))
            case .inherited: break
            }
        }
        if let folder { try check(motcua_start_in(&actions, folder)) }
        try check(motcua_close_from(&actions, STDERR_FILENO + 1))
    }

    /// Its signals are as in a shell: threads of the tests block some, and the tests ignore broken pipes.
    private func set(_ attributes: inout posix_spawnattr_t) throws {
        var none = sigset_t()
        sigemptyset(&none)
        try check(posix_spawnattr_setsigmask(&attributes, &none))
        var usual = sigset_t()
        sigemptyset(&usual)
        for signal in [SIGHUP, SIGINT, SIGPIPE, SIGQUIT, SIGTERM] { sigaddset(&usual, signal) }
        try check(posix_spawnattr_setsigdefault(&attributes, &usual))
        let flags = POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF | (inOwnGroup ? POSIX_SPAWN_SETPGROUP : 0)
        try check(posix_spawnattr_setflags(&attributes, Int16(flags)))
    }

    private func check(_ code: Int32) throws {
        guard code == 0 else { throw ProgramFailure("\(path) cannot be started", code: code) }
    }
}
