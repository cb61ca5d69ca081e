using Orchestrator.Xmpp.Receipts;

namespace Orchestrator.Tests.Xmpp.Stanzas;

public class ReceiptTests
{
    private const string Sha = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";
    private const string Space = "urn:orchestrator:transfer:0";

    [Fact]
    public void Digest_and_receipt_are_read_and_written()
    {
        const string Complete = $"""<complete xmlns="{Space}" id="t-1" size="5000000000" sha256="{Sha}"/>""";
        const string Receipt = $"""<receipt xmlns="{Space}" id="t-1" size="0" sha256="{Sha}"/>""";

        TransferDigest.Parse(Wire.Read(Complete)).ShouldBe(new TransferDigest("t-1", 5_000_000_000, Sha));
        TransferReceipt.Parse(Wire.Read(Receipt)).ShouldBe(new TransferReceipt("t-1", 0, Sha));
        Wire.Write(new TransferDigest("t-1", 5_000_000_000, Sha).ToXml()).ShouldBe(Complete);
        Wire.Write(new TransferReceipt("t-1", 0, Sha).ToXml()).ShouldBe(Receipt);
    }

    [Theory]
    [InlineData(AbandonReason.Cancelled, "cancelled")]
    [InlineData(AbandonReason.HashMismatch, "hash-mismatch")]
    public void An_abandonment_is_read_and_written_with_its_reason(AbandonReason reason, string name)
    {
        var xml = $"""<abandon xmlns="{Space}" id="t-1" reason="{name}"/>""";

        TransferAbandon.Parse(Wire.Read(xml)).ShouldBe(new TransferAbandon("t-1", reason));
        Wire.Write(new TransferAbandon("t-1", reason).ToXml()).ShouldBe(xml);
    }

    [Theory]
    [InlineData("size='1' sha256='{0}'")]
    [InlineData("id='' size='1' sha256='{0}'")]
    [InlineData("id='a/b' size='1' sha256='{0}'")]
    [InlineData("id='ä' size='1' sha256='{0}'")]
    [InlineData("id='{0}{0}x' size='1' sha256='{0}'")]
    [InlineData("id='a' sha256='{0}'")]
    [InlineData("id='a' size='-1' sha256='{0}'")]
    [InlineData("id='a' size='9223372036854775808' sha256='{0}'")]
    [InlineData("id='a' size='1'")]
    [InlineData("id='a' size='1' sha256='e3b0'")]
    [InlineData("id='a' size='1' sha256='{0}00'")]
    [InlineData("id='a' size='1' sha256='E3B0C44298FC1C149AFBF4C8996FB92427AE41E4649B934CA495991B7852B855'")]
    public void A_malformed_digest_or_receipt_is_a_bad_request(string attributes)
    {
        var filled = attributes.Replace("{0}", Sha, StringComparison.Ordinal);

        Wire.ShouldBePlainBadRequest(() => TransferDigest.Parse(Wire.Read($"<complete xmlns='{Space}' {filled}/>")));
        Wire.ShouldBePlainBadRequest(() => TransferReceipt.Parse(Wire.Read($"<receipt xmlns='{Space}' {filled}/>")));
    }

    [Theory]
    [InlineData("id='a'")]
    [InlineData("id='a' reason='bored'")]
    [InlineData("reason='cancelled'")]
    public void A_malformed_abandonment_is_a_bad_request(string attributes) =>
        Wire.ShouldBePlainBadRequest(() => TransferAbandon.Parse(Wire.Read($"<abandon xmlns='{Space}' {attributes}/>")));

    [Fact]
    public void One_payload_is_not_taken_for_another() =>
        Wire.ShouldBePlainBadRequest(() => TransferReceipt.Parse(new TransferDigest("a", 1, Sha).ToXml()));
}
