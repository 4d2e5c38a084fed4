import ArgumentParser
import DossierConfig
import DossierEngine
import Glibc
import Synchronization

/// The terminal, as commands talk to their user.
enum Console {
    /// Why standard output did not take a line; nil while it took all.
    private static let refusal = Mutex<Int32?>(nil)

    /// Writes a line of a command's result to standard output at once, also when nobody watches it.
    static func say(_ line: String) {
        guard let number = failure(ofWriting: line) else { return }
        refusal.withLock { $0 = number }
    }

    /// The same for a service, which goes on whoever hears it.
    static func announce(_ line: String) { _ = failure(ofWriting: line) }

    /// Lets a command go on where nobody reads standard output any more, as after `| head`: one that would else end in
    /// the middle of what it tells line by line.
    static func goOnUnheard() { signal(SIGPIPE, SIG_IGN) }

    /// Writes a line to standard output; why that did not take it, nil if it did or if nobody reads it any more.
    private static func failure(ofWriting line: String) -> Int32? {
        var rest = Array((line + "\n").utf8)[...]
        while !rest.isEmpty {
            let count = rest.withUnsafeBytes { write(STDOUT_FILENO, $0.baseAddress, $0.count) }
            if count < 0, errno == EINTR { continue }
            guard count > 0 else { return errno == EPIPE ? nil : errno }
            rest = rest.dropFirst(count)
        }
        return nil
    }

    /// Writes a line to standard error.
    static func complain(_ line: String) {
        let bytes = Array((line + "\n").utf8)
        _ = write(STDERR_FILENO, bytes, bytes.count)
    }

    /// Refuses to end as well where standard output, a file on a full disk for example, did not take what was printed.
    ///
    /// - Throws: ``CommandFailure`` that says what to do about a secret that is shown once.
    static func expectTold() throws(CommandFailure) {
        let flushing: Int32? = fflush(nil) == 0 ? nil : errno
        guard let number = refusal.withLock({ $0 }) ?? flushing else { return }
        let reason = String(cString: strerror(number))
        throw CommandFailure(
            "The work is done, but standard output did not take what there was to tell: \(reason). A password or key "
                + "that was to be shown there once has to be made anew (motcua user reset, motcua key rotate).",
            vietnamese: "Việc đã làm xong, nhưng không ghi được kết quả ra đầu ra chuẩn: \(reason). Mật khẩu hoặc khóa "
                + "chỉ hiện một lần ở đó phải được tạo lại (motcua user reset, motcua key rotate)."
        )
    }

    /// Whether somebody watches standard error.
    static var isWatched: Bool { isatty(STDERR_FILENO) == 1 }

    /// Reads a password that is to be set: twice where it is typed unseen, so that a slip of the finger is noticed.
    ///
    /// - Throws: ``CommandFailure`` if there is none, or if the two differ.
    static func newPassword(_ prompt: String) throws -> String {
        let typed = try password(prompt)
        guard isatty(STDIN_FILENO) == 1 else { return typed }
        guard try password("Once more: ") == typed else {
            throw CommandFailure(
                "The two passwords differ; nothing was made.",
                vietnamese: "Hai lần gõ mật khẩu khác nhau; chưa tạo gì."
            )
        }
        return typed
    }

    /// Reads a password: unseen from a terminal, else the first line of standard input.
    ///
    /// - Throws: ``CommandFailure`` if there is none.
    static func password(_ prompt: String) throws -> String {
        guard isatty(STDIN_FILENO) == 1 else {
            guard let line = readLine(), !line.isEmpty else {
                throw CommandFailure(
                    "No password on standard input.",
                    vietnamese: "Không có mật khẩu ở đầu vào chuẩn."
                )
            }
            return line
        }
        let bytes = Array(prompt.utf8)
        let line = withoutEcho {
            _ = write(STDERR_FILENO, bytes, bytes.count)
            return readLine()
        }
        guard let line, !line.isEmpty else {
            throw CommandFailure(
                "No password was typed.",
                vietnamese: "Chưa gõ mật khẩu."
            )
        }
        return line
    }

    /// Reads from a terminal that shows nothing of it; whoever gives up meanwhile gets it back as it was.
    private static func withoutEcho(_ read: () -> String?) -> String? {
        var settings = termios()
        tcgetattr(STDIN_FILENO, &settings)
        let before = settings
        let signals = EndingSignals.listen(for: [SIGHUP, SIGINT, SIGQUIT, SIGTERM]) { number in
            show(before)
            EndingSignals.end(by: number)
        }
        settings.c_lflag &= ~tcflag_t(ECHO)
        let unseen = settings
        // A shell that was gone back to meanwhile (Ctrl-Z, then fg) lets the terminal show again what is typed.
        let returns = EndingSignals.listen(for: [SIGCONT]) { _ in set(unseen) }
        set(unseen)
        defer {
            EndingSignals.release(returns)
            show(before)
            EndingSignals.release(signals)
        }
        return read()
    }

    private static func set(_ settings: termios) {
        var settings = settings
        tcsetattr(STDIN_FILENO, TCSANOW, &settings)
    }

    /// Sets the terminal as it was before, and ends the line that nobody saw.
    private static func show(_ before: termios) {
        set(before)
        complain("")
    }
}

/// Runs a command's work and tells its failures in words, exit code 1; 75 where trying again later may help.
func reportingFailures(_ work: () async throws -> Void) async throws {
    do {
        try InstalledFiles.expect()
        try await work()
        try Console.expectTold()
    } catch {
        throw Console.tell(error)
    }
}

extension Console {
    /// Tells the user of a failure that has words for him.
    ///
    /// - Returns: The exit code to end with; a failure without words as it is.
    static func tell(_ error: any Error) -> any Error {
        switch error {
        case let failure as CommandFailure:
            complain(failure.description)
            return failure.passes ? ExitCode(CommandFailure.passingExitCode) : ExitCode.failure
        case let failure as StoreError:
            complain("The database cannot be used: " + failure.english.asSentence)
            let reason = ["Không dùng được cơ sở dữ liệu.", failure.vietnamese].compactMap { $0 }.joined(separator: " ")
            complain(reason + failure.remedy)
            return failure.isTransient ? ExitCode(CommandFailure.passingExitCode) : ExitCode.failure
        case let refusal where refusal.isToldInWords:
            complain("\(refusal)")
            return ExitCode.failure
        default: return error
        }
    }
}

extension Error {
    /// Whether its description is what the user is to be told.
    fileprivate var isToldInWords: Bool {
        self is ConfigurationDefects || self is TimetableChangeRefusal || self is CommuneMergeRefusal
            || self is OrganisationChangeRefusal || self is VaultKeyRefusal
    }
}

extension StoreError {
    /// What the administrator can do, a line in each language; empty where the reason says it.
    fileprivate var remedy: String {
        switch code {
        case .damaged, .corrupt:
            """

            Nothing was changed. Stop the server and put the last copy in its place: motcua restore FILE --serial-gap N.
            Chưa thay đổi gì. Hãy dừng dịch vụ và khôi phục bản sao gần nhất: motcua restore TỆP --serial-gap N.
            """
        case .unavailable where vietnamese != nil: ""
        case .unavailable:
            """

            Is its folder there, may this user write to it, is the disk full or read-only? Then try again.
            Hãy xem thư mục có tồn tại, tài khoản này có quyền ghi, đĩa có đầy hay chỉ đọc không, rồi thử lại.
            """
        case .busy, .unsuitable: ""
        }
    }
}

/// A progress bar on a terminal, plain lines elsewhere.
final class ProgressLine: Sendable {
    private let verb: String
    private let unit: String
    private let lastPercent = Mutex(-1)

    init(_ verb: String, unit: String) {
        self.verb = verb
        self.unit = unit
    }

    /// Shows how far the work has come.
    func show(_ done: Int, of all: Int) {
        let percent = all == 0 ? 100 : min(100, done * 100 / all)
        let isNew = lastPercent.withLock { last -> Bool in
            let step = Console.isWatched ? 1 : 25
            guard percent / step > last / step || last < 0 else { return false }
            last = percent
            return true
        }
        guard isNew else { return }
        guard Console.isWatched else { return Console.complain("\(verb) \(done) of \(all) \(unit)") }
        let filled = percent * 30 / 100
        let bar = String(repeating: "█", count: filled) + String(repeating: "░", count: 30 - filled)
        let line = Array("\r\(bar) \(percent) % \(verb) \(done) of \(all) \(unit)".utf8)
        _ = write(STDERR_FILENO, line, line.count)
    }

    /// Ends the bar's line.
    func finish() {
        if Console.isWatched, lastPercent.withLock({ $0 }) >= 0 { Console.complain("") }
    }
}
