using System.Security.Cryptography;
using Orchestrator.Streams.Hashing;
using Orchestrator.Tests.Streams.Support;

namespace Orchestrator.Tests.Streams.Hashing;

public sealed class FileHasherTests : IDisposable
{
    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(0)]
    [InlineData(700_000)]
    [InlineData(1_000_000)]
    public async Task Hashes_the_first_bytes_of_a_file(int length)
    {
        var content = TempFolder.Bytes(1_000_000);
        var hash = await FileHasher.HashAsync(_folder.Write("a", content), length, md5: true, CancellationToken.None);
        hash.Sha256.ShouldBe(Convert.ToHexStringLower(SHA256.HashData(content[..length])));
        hash.Md5.ShouldBe(Convert.ToHexStringLower(MD5.HashData(content[..length])));
    }

    [Fact]
    public async Task A_file_that_is_too_short_has_no_hash() =>
        await Should.ThrowAsync<EndOfStreamException>(
            FileHasher.HashAsync(_folder.Write("a", new byte[10]), 11, md5: false, CancellationToken.None));
}
