import Glibc
import ProgramSupport
import SMSPeers
import Testing

/// What is typed unseen at a terminal.
@Suite("A password that is typed")
struct TypedPasswordTests {
    /// A pseudo terminal, seen from the side of whoever types.
    private final class Terminal: Sendable {
        /// Linux: TIOCSPTLCK and TIOCGPTN of ioctl_tty(2).
        private static let unlocking: UInt = 0x4004_5431
        private static let numbering: UInt = 0x8004_5430

        /// Where the program's side is.
        let path: String
        private let side: Int32

        init() throws {
            let opened = open("/dev/ptmx", O_RDWR | O_NOCTTY | O_CLOEXEC)
            guard opened >= 0 else { throw PeerFailure("there is no terminal") }
            var unlocked: Int32 = 0
            var number: UInt32 = 0
            let isReady =
                ioctl(opened, Self.unlocking, &unlocked) == 0 && ioctl(opened, Self.numbering, &number) == 0
            guard isReady else {
                close(opened)
                throw PeerFailure("the terminal cannot be used")
            }
            side = opened
            path = "/dev/pts/\(number)"
        }

        deinit { close(side) }

        /// Whether it shows what is typed.
        var shows: Bool {
            var settings = termios()
            tcgetattr(side, &settings)
            return settings.c_lflag & tcflag_t(ECHO) != 0
        }

        /// Lets it show what is typed, as a shell does.
        func show() {
            var settings = termios()
            tcgetattr(side, &settings)
            settings.c_lflag |= tcflag_t(ECHO)
            tcsetattr(side, TCSANOW, &settings)
        }
    }

    @Test("is unseen also after somebody went back to the shell meanwhile, and the terminal is left as it was")
    func goneBackToShell() async throws {
        let folder = try TemporaryFolder()
        let terminal = try Terminal()
        try #require(terminal.shows)
        let program = try SpawnedProgram(
            Program.path,
            [
                "user", "add", "quan.tri", "--role", "admin", "--database", folder.database, "--config",
                Checkout.config,
            ],
            folder: Checkout.path,
            input: .file(terminal.path)
        )
        try await until("the password is asked for") { !terminal.shows }
        terminal.show()
        program.send(SIGCONT)
        try await until("nothing is shown again") { !terminal.shows }
        program.send(SIGTERM)
        #expect(program.wait().code == SIGTERM)
        #expect(terminal.shows)
    }
}
