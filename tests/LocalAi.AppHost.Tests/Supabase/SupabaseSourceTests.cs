using Aspire.Hosting;
using LocalAi.AppHost.Configuration;
using LocalAi.AppHost.Postgres;
using LocalAi.AppHost.Sources;

namespace LocalAi.AppHost.Tests.Supabase;

/// <summary>Supabase where it cannot run.</summary>
public sealed class SupabaseSourceTests
{
    [Fact]
    public async Task Start_SaysWhatIsMissing_WithoutAContainerEngine()
    {
        var problem = await ProblemAsync(new() { Database = DatabaseSetting.Supabase }, _ => new(ContainerProblemCause.NoEngine, "no container engine (Docker or Podman) was found"));

        Assert.Equal(
            "LocalAi:Database is 'supabase', which runs in containers only, but no container engine (Docker or Podman) was found. To have it: install and start Docker or Podman; else set LocalAi:Database to postgres.", problem);
    }

    [Fact]
    public async Task Start_NamesTheImage_ThatCannotBeHad()
    {
        var problem = await ProblemAsync(
            new() { Database = DatabaseSetting.Supabase },
            image => image.Contains("gotrue", StringComparison.Ordinal) ? new(ContainerProblemCause.RegistryIsSilent, $"the image {image} is not on this machine") : null);

        Assert.Contains("but the image docker.io/supabase/gotrue:v2.189.0 is not on this machine", problem);
    }

    [Theory]
    [InlineData("postgres", "Native")]
    [InlineData("supabase", "Off")]
    [InlineData("supabase-auth", "Off")]
    public async Task Source_IsRefused_WhenItIsNoContainer(string service, string source)
    {
        var options = new LocalAiOptions { Database = DatabaseSetting.Supabase, Services = { [service] = new() { Source = Enum.Parse<SourceSetting>(source) } } };

        Assert.Equal(
            $"LocalAi:Services:{service}:Source is '{source.ToLowerInvariant()}', but LocalAi:Database is 'supabase', which runs in containers only. Allowed are auto, container.",
            await ProblemAsync(options, _ => null));
    }

    private static async Task<string> ProblemAsync(LocalAiOptions options, Func<string, ContainerProblem?> problemOf)
    {
        var machine = new Machine(_ => null, (image, _) => Task.FromResult(problemOf(image)), (_, _) => Task.FromResult(false));
        var problem = await Assert.ThrowsAsync<SettingsException>(() =>
            DistributedApplication.CreateBuilder([]).AddDatabaseServerAsync(new LocalAiStack(options, isPublishing: false, isComposing: false, machine)));
        return Assert.Single(problem.Problems);
    }
}
