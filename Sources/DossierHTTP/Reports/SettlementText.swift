import DossierDomain
import DossierEngine
import WorkingCalendar

/// A periodic report (báo cáo định kỳ) in JSON, as the interface answers it.
struct SettlementText {
    private let report: SettlementReport
    private let asOf: Instant

    /// Creates the text of a report.
    ///
    /// - Parameters:
    ///   - report: The report.
    ///   - asOf: The instant as of which it is told.
    init(_ report: SettlementReport, asOf: Instant) {
        self.report = report
        self.asOf = asOf
    }

    /// Writes the report with what it was narrowed to.
    func write(unit: UnitPlace?, procedure: ProcedureCode?, to writer: inout JSONWriter) {
        writer.object { writer in
            writer.member("from", report.period.from.iso8601)
            writer.member("until", report.period.until.iso8601)
            writer.member("asOf", asOf.iso8601)
            PlaceText.writeMembers(of: unit, to: &writer)
            writer.member("procedure", procedure?.rawValue)
            writer.key("fields")
            writer.array(of: report.rows) { Self.write($1.row, of: $1.field, to: &$0) }
            writer.key("total")
            Self.write(report.total, of: nil, to: &writer)
            writer.member("unreadable", report.unreadable)
            writer.key("sources")
            writer.array(of: ReportSource.allCases) { writer, source in
                writer.object { writer in
                    writer.member("name", source.rawValue)
                    writer.member("source", source.text)
                    writer.member("isUnverified", source.isUnverified)
                }
            }
        }
    }

    private static func write(_ row: SettlementRow, of field: String?, to writer: inout JSONWriter) {
        writer.object { writer in
            if let field { writer.member("field", field) }
            writer.key("received")
            writer.object { writer in
                writer.member("total", row.received)
                writer.member("online", row.receivedOnline)
                writer.member("direct", row.receivedDirect)
                writer.member("carriedOver", row.carriedOver)
            }
            writer.key("settled")
            writer.object { writer in
                writer.member("total", row.settled)
                writer.member("early", row.settledEarly)
                writer.member("onTime", row.settledOnTime)
                writer.member("late", row.settledLate)
            }
            writer.key("inProgress")
            writer.object { writer in
                writer.member("total", row.inProgress)
                writer.member("withinTime", row.withinTime)
                writer.member("overdue", row.overdue)
            }
            writer.key("indicators")
            writer.object { writeIndicators(of: row, to: &$0) }
        }
    }

    private static func writeIndicators(of row: SettlementRow, to writer: inout JSONWriter) {
        write("onTimeRate", row.onTimeRate, to: &writer)
        write("meanProcessingHours", row.meanProcessingHours, to: &writer)
        writer.member("services", row.services.count)
        writer.member("onlineServices", row.onlineServices.count)
        write("onlineServiceRate", row.onlineServiceRate, to: &writer)
        writer.key("channels")
        writer.object { writer in
            for channel in Channel.allCases {
                writer.key(dynamic: channel.rawValue)
                writer.object { writer in
                    writer.member("count", row.channels[channel] ?? 0)
                    write("rate", row.share(of: channel), to: &writer)
                }
            }
        }
    }

    private static func write(_ name: StaticString, _ figure: Hundredths?, to writer: inout JSONWriter) {
        writer.key(name)
        if let figure { writer.raw(figure.text.utf8) } else { writer.null() }
    }
}
