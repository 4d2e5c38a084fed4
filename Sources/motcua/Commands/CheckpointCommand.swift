import ArgumentParser
import DossierConfig
import DossierEngine
import DossierStoreSQLite
import Logging

/// Checkpoints of the history (mốc lịch sử), as an administrator handles them.
struct CheckpointCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "checkpoint",
        abstract: "Shows the key of the checkpoints, or goes on openly after an older backup was restored.",
        subcommands: [CheckpointKeyCommand.self, CheckpointForkCommand.self]
    )
}

/// Prints the key by which anyone checks the checkpoints.
struct CheckpointKeyCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "key",
        abstract: "Prints the public key of the checkpoints; write it down where this machine cannot change it."
    )

    @OptionGroup var common: CommonOptions

    func run() async throws {
        try await reportingFailures {
            let places = CheckpointPlaces(try ConfigurationLoading.settings(common))
            try places.expectKeyIfSigned()
            guard DiskFile.exists(places.key) else {
                throw CommandFailure(
                    "There is no key \(places.key): the first start of the server makes it. Where it has been started, "
                        + "run this in the folder of its database, or name that with --database.",
                    vietnamese: "Không có khóa \(places.key): dịch vụ tạo khóa khi khởi động lần đầu. Nếu đã khởi "
                        + "động, hãy chạy lệnh này trong thư mục của cơ sở dữ liệu, hoặc chỉ rõ bằng --database."
                )
            }
            print(try CheckpointKeyFile.read(places.key).verifier.written)
        }
    }
}

/// Gives up what a restored backup does not hold, for all to see (mở giai đoạn mới).
struct CheckpointForkCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "fork",
        abstract: "Begins a new epoch after a history that the database no longer holds; server stopped."
    )

    @OptionGroup var common: CommonOptions

    @Option(help: "Why, in one line; it stands in the public file for ever, so without anyone's name.")
    var reason: String

    func run() async throws {
        try await reportingFailures {
            try expectReason()
            let configuration = try ConfigurationLoading.load(common)
            try DatabasePlace(configuration.settings).expectDatabase()
            do {
                try await expectCheckpoint(CheckpointPlaces(configuration.settings))
                let workplace = try await Workplace.open(configuration, mode: nil)
                try await workplace.store.closing { _ in try await fork(workplace) }
            } catch let error as CheckpointLogError {
                throw CommandFailure(
                    "No epoch was begun: \(error.description).",
                    vietnamese: "Chưa mở giai đoạn mới: \(error.description)."
                )
            }
        }
    }

    /// Refuses a reason that no checkpoint can bear, before a key is made in the place of a lost one.
    private func expectReason() throws(CommandFailure) {
        guard !CheckpointFork.takes(reason: reason) else { return }
        let longest = CheckpointFork.maximumReason
        throw CommandFailure(
            "--reason has to be one line of 1 to \(longest) characters. Nothing was changed.",
            vietnamese: "--reason phải là một dòng từ 1 đến \(longest) ký tự. Chưa thay đổi gì."
        )
    }

    /// Refuses where nothing was ever signed: there is nothing to give up.
    private func expectCheckpoint(_ places: CheckpointPlaces) async throws {
        guard try await CheckpointFile(path: places.file).last() == nil else { return }
        throw CommandFailure(
            "There is no checkpoint in \(places.file) yet: nothing has to be given up.",
            vietnamese: "Chưa có mốc lịch sử nào trong \(places.file): không có gì phải bỏ."
        )
    }

    private func fork(_ workplace: Workplace) async throws {
        let places = CheckpointPlaces(workplace.configuration.settings)
        if places.isSigned, !DiskFile.exists(places.key) {
            Console.complain(
                "The key \(places.key) is not there: a new one is made. Publish it too, and name both to motcua verify."
                    + " / Không có khóa \(places.key): tạo khóa mới. Hãy công bố khóa này và nêu cả hai khi verify."
            )
        }
        let keeper = try CheckpointComposition.keeper(
            of: workplace,
            logger: Logger(label: "motcua") { _ in SwiftLogNoOpLogHandler() }
        )
        let tree = HistoryTree(store: workplace.store)
        while try await tree.grow().added > 0 {}
        guard let made = try await keeper.beginEpoch(because: reason) else {
            throw CommandFailure(
                "The history holds the last checkpoint: nothing has to be given up.",
                vietnamese: "Lịch sử có chứa mốc cuối cùng: không cần bỏ gì cả."
            )
        }
        let events = counted(Int(made.checkpoint.size), "event")
        Console.say("The history goes on as \(made.checkpoint.origin) with \(events).")
    }
}
