# An SMSC that looks at the password, on the Perl module Net::SMPP. It writes what happens as lines of JSON.
#
# Usage: bind_smsc.pl PORT PASSWORD STATUS. Any other password is refused with the status. One connection at a time.

use strict;
use warnings;
use Net::SMPP;
use Time::HiRes qw(clock_gettime CLOCK_MONOTONIC);

my ($port, $password, $status) = @ARGV;
my $texts = 0;
$| = 1;

sub note { printf "{\"event\": \"%s\", \"at\": %.3f}\n", shift, clock_gettime(CLOCK_MONOTONIC) }

sub bind_answered {
    my ($connection, $pdu) = @_;
    my $is_right = $pdu->{password} eq $password;
    note($is_right ? "bound" : "refused");
    $connection->bind_transceiver_resp(
        seq => $pdu->{seq}, system_id => "perl", status => $is_right ? 0 : $status);
}

my %answers = (
    Net::SMPP::CMD_bind_transceiver() => \&bind_answered,
    Net::SMPP::CMD_enquire_link() => sub { $_[0]->enquire_link_resp(seq => $_[1]{seq}) },
    Net::SMPP::CMD_unbind() => sub { $_[0]->unbind_resp(seq => $_[1]{seq}) },
    Net::SMPP::CMD_submit_sm() => sub {
        note("submit");
        $_[0]->submit_sm_resp(seq => $_[1]{seq}, message_id => sprintf("%08d", ++$texts));
    },
);

# A peer that closes before its answer is written must not end the program.
$SIG{PIPE} = "IGNORE";
# The module warns of every connection that ends.
$SIG{__WARN__} = sub { };
my $listener = Net::SMPP->new_listen("127.0.0.1", port => $port) or die "port $port: $!";
note("listening");
while (1) {
    my $connection = $listener->accept or next;
    while (my $pdu = $connection->read_pdu) {
        my $answer = $answers{$pdu->{cmd}};
        $answer->($connection, $pdu) if $answer;
    }
    close $connection;
}
