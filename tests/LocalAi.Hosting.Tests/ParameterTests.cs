using LocalAi.Hosting.Secrets;

namespace LocalAi.Hosting.Tests;

public sealed class ParameterTests : IDisposable
{
    private readonly AppHostFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Value_IsRefusedWithTheSettingsName_WhenItIsMissing()
    {
        var parameter = _folder.Builder().AddParameter("api-key", secret: true).Resource;

        var error = await Assert.ThrowsAsync<MissingParameterValueException>(() => ValueAsync(parameter));

        Assert.Equal(
            "Parameter resource could not be used because configuration key 'Parameters:api-key' is missing and the Parameter has no default value. Set Parameters:api-key.",
            error.Message);
    }

    [Fact]
    public async Task ConnectionString_IsRefusedWithTheSettingsName_WhenItIsMissing()
    {
        var connectionString = _folder.Builder().AddConnectionString("cache").Resource;

        var error = await Assert.ThrowsAsync<MissingParameterValueException>(() => connectionString.GetConnectionStringAsync(TestContext.Current.CancellationToken).AsTask());

        Assert.Equal("Connection string parameter resource could not be used because connection string 'cache' is missing. Set ConnectionStrings:cache.", error.Message);
    }

    [Theory]
    [InlineData("--Parameters:api-key=a")]
    [InlineData("--Parameters:api_key=a")]
    public async Task Value_ComesFromTheSetting_AlsoWithUnderscores(string argument)
    {
        var parameter = _folder.Builder(argument).AddParameter("api-key", new GenerateParameterDefault()).Resource;

        Assert.Equal("a", await ValueAsync(parameter));
    }

    [Fact]
    public async Task GeneratedValue_IsTheSameInTheNextRun_AndOnlyItsOwnerMayReadIt()
    {
        var first = await ValueAsync(Persisted());

        Assert.Equal(first, await ValueAsync(Persisted()));
        var file = Path.Combine(_folder.DataDirectory, "secrets.json");
        if (!OperatingSystem.IsWindows())
        {
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(file));
        }

        Assert.Equal($$"""{"Parameters:generated":"{{first}}"}""", (await File.ReadAllTextAsync(file, TestContext.Current.CancellationToken)).Replace(" ", "").ReplaceLineEndings(""));

        ParameterResource Persisted() => _folder.Builder().AddParameter("generated", new GenerateParameterDefault { MinLength = 40, Special = false }, secret: true, persist: true).Resource;
    }

    [Fact]
    public async Task GeneratedValue_IsAnotherInTheNextRun_WhenItIsNotPersisted()
    {
        Assert.NotEqual(await ValueAsync(Fresh()), await ValueAsync(Fresh()));
        Assert.False(Directory.Exists(_folder.DataDirectory));

        ParameterResource Fresh() => _folder.Builder().AddParameter("generated", new GenerateParameterDefault(), secret: true).Resource;
    }

    [Fact]
    public async Task Secrets_AreNotReplaced_WhenTheirFileCannotBeRead()
    {
        Directory.CreateDirectory(_folder.DataDirectory);
        var file = Path.Combine(_folder.DataDirectory, "secrets.json");
        await File.WriteAllTextAsync(file, "{\"Parameters:gen", TestContext.Current.CancellationToken);
        var parameter = _folder.Builder().AddParameter("generated", new GenerateParameterDefault(), persist: true).Resource;

        var error = await Assert.ThrowsAsync<DistributedApplicationException>(() => ValueAsync(parameter));

        Assert.StartsWith($"The secrets in '{file}' cannot be read:", error.Message, StringComparison.Ordinal);
        Assert.Equal("{\"Parameters:gen", await File.ReadAllTextAsync(file, TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task DataDirectory_IsNamed_WhenItCannotBeWritten()
    {
        await File.WriteAllTextAsync(_folder.DataDirectory, "a file in its place", TestContext.Current.CancellationToken);
        var parameter = _folder.Builder().AddParameter("generated", new GenerateParameterDefault(), persist: true).Resource;

        var error = await Assert.ThrowsAsync<DistributedApplicationException>(() => ValueAsync(parameter));

        Assert.EndsWith("Make the folder writable or set LocalAi:DataDirectory to one that is.", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Parameter_IsRefused_WhenASecretIsToBePublished()
    {
        var error = Assert.Throws<ArgumentException>(() => _folder.Builder().AddParameter("key", "value", publishValueAsDefault: true, secret: true));

        Assert.StartsWith("A parameter cannot be both secret and published as a default value.", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Password_HasItsMinima_AndNothingThatNeedsEscaping()
    {
        for (var i = 0; i < 200; i++)
        {
            var password = new GenerateParameterDefault { MinLength = 12, Upper = false, MinLower = 4, MinNumeric = 3, MinSpecial = 2 }.GetDefaultValue();

            Assert.Equal(12, password.Length);
            Assert.Equal(password, Uri.EscapeDataString(password));
            Assert.DoesNotContain(password, char.IsAsciiLetterUpper);
            Assert.True(password.Count(char.IsAsciiLetterLower) >= 4, password);
            Assert.True(password.Count(char.IsAsciiDigit) >= 3, password);
            Assert.True(password.Count("-_.~".Contains) >= 2, password);
        }
    }

    [Fact]
    public void Password_IsAsLongAsItsMinima_WhenTheyAreMoreThanTheLength() =>
        Assert.Equal(9, new GenerateParameterDefault { MinLength = 4, MinLower = 5, MinNumeric = 4 }.GetDefaultValue().Length);

    [Fact]
    public void Password_IsRefused_WhenNothingIsAllowed_OrAMinimumIsForbidden()
    {
        var nothing = Assert.Throws<ArgumentException>(() => new GenerateParameterDefault { Lower = false, Upper = false, Numeric = false, Special = false }.GetDefaultValue());
        var forbidden = Assert.Throws<ArgumentException>(() => new GenerateParameterDefault { Upper = false, MinUpper = 1 }.GetDefaultValue());

        Assert.Equal("At least one of Lower, Upper, Numeric and Special must be true.", nothing.Message);
        Assert.Equal("MinUpper is 1 but Upper is false: allow these characters or ask for none.", forbidden.Message);
    }

    [Fact]
    public async Task SecretsFile_KeepsBoth_WhenTwoAreMadeAtOnce()
    {
        var file = new SecretsFile(Path.Combine(_folder.DataDirectory, "secrets.json"));

        await Task.WhenAll(Enumerable.Range(0, 20).Select(number => Task.Run(() => file.GetOrAdd($"{number}", () => $"value {number}"))));

        Assert.All(Enumerable.Range(0, 20), number => Assert.Equal($"value {number}", new SecretsFile(file.Path).GetOrAdd($"{number}", () => "made again")));
    }

    private static Task<string?> ValueAsync(ParameterResource parameter) => parameter.GetValueAsync(TestContext.Current.CancellationToken).AsTask();
}
