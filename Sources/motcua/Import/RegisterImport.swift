import DossierDomain
import DossierEngine

/// Takes over a register (nhập sổ tiếp nhận cũ), row by row in the file's order.
struct RegisterImport: Sendable {
    private let dossiers: DossierService
    private let judge: RowJudge

    /// How many rows share a transaction: enough to make its sync cheap, few enough to lose nothing worth having.
    static let chunkSize = 64

    /// Begins an import.
    ///
    /// - Parameters:
    ///   - workplace: The installation.
    ///   - commune: The commune of rows that name none; nil for the default one.
    init(_ workplace: Workplace, commune: CommuneID? = nil) {
        dossiers = workplace.dossiers
        judge = RowJudge(
            rules: workplace.rules,
            // A register is of the real past, also where the clock is simulated.
            now: workplace.machineClock.now,
            key: workplace.installation.importKey,
            commune: commune
        )
    }

    /// Takes over every row that can be; stopped at any moment, it goes on where it was when it is run again.
    ///
    /// - Parameters:
    ///   - register: The register.
    ///   - progress: Told how many of how many rows are done.
    /// - Returns: What became of the rows.
    /// - Throws: ``StoreError`` if the store cannot be written, or a version of a procedure cannot be read; rows done
    ///   before stay.
    func run(_ register: RegisterFile, progress: (_ done: Int, _ all: Int) -> Void) async throws -> ImportReport {
        var report = ImportReport()
        var start = register.rows.startIndex
        while start < register.rows.endIndex {
            let end = min(start + Self.chunkSize, register.rows.endIndex)
            try await takeOver(register.rows[start..<end], report: &report)
            start = end
            progress(end, register.rows.count)
        }
        return report
    }

    private func takeOver(_ chunk: ArraySlice<RegisterFile.Row>, report: inout ImportReport) async throws {
        var judged: [(row: RegisterFile.Row, verdict: Verdict)] = []
        for row in chunk { judged.append((row, try await verdict(on: row))) }
        let good = judged.compactMap { entry in
            if case .good(let row) = entry.verdict { row } else { nil }
        }
        var outcomes = (good.isEmpty ? [] : try await dossiers.importRows(good)).makeIterator()
        for (row, verdict) in judged {
            switch verdict {
            case .bad(let defects): report.reject(row, because: defects)
            case .known(let fingerprint): report.add(.known, of: row, fingerprint: fingerprint)
            case .good(let accepted):
                guard let outcome = outcomes.next() else { continue }
                report.add(outcome, of: row, fingerprint: accepted.fingerprint)
            }
        }
    }

    /// What is to be done with a row.
    private enum Verdict {
        /// It can be taken over.
        case good(ImportRow)
        /// It was taken over for a commune that is no more, which it still names.
        case known(ImportFingerprint)
        /// It cannot be taken over.
        case bad(RowDefects)
    }

    private func verdict(on row: RegisterFile.Row) async throws -> Verdict {
        let cells: RegisterCells
        switch row.cells {
        case .success(let found): cells = found
        case .failure(let defect): return .bad(RowDefects(defect))
        }
        do {
            return .good(try judge.row(of: cells))
        } catch let defects as RowDefects {
            guard defects == RowDefects(.cell(.commune, .unknownCommune)) else { return .bad(defects) }
            let fingerprint = judge.fingerprint(of: cells)
            return try await dossiers.isKnownOfFormerCommune(fingerprint) ? .known(fingerprint) : .bad(defects)
        }
    }
}
