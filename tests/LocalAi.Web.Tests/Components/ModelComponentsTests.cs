using Bunit;
using LocalAi.Web.Agent;
using LocalAi.Web.Components.Pages.Models;
using LocalAi.Web.ModelLibrary;
using MudBlazor.Services;

namespace LocalAi.Web.Tests.Components;

public sealed class ModelComponentsTests : BunitContext
{
    private static readonly LibraryContracts.Rate Rate = new(100, 75, 125);

    public ModelComponentsTests()
    {
        JSInterop.Mode = JSRuntimeMode.Loose;
        Services.AddMudServices();
    }

    [Theory]
    [InlineData("gpu", "Fits the GPU")]
    [InlineData("split", "Partly on the GPU")]
    [InlineData("cpu", "CPU only")]
    [InlineData("none", "Too large")]
    public void FitBadge_SaysWhereItRuns(string fit, string text) =>
        Assert.Equal(text, Render<FitBadge>(parameters => parameters.Add(badge => badge.Estimate, Estimate(fit))).Find(".la-chip").TextContent);

    [Fact]
    public void SpeedComparison_ShowsBoth_AfterTheModelWasUsed()
    {
        var view = Render<SpeedComparison>(parameters => parameters.Add(it => it.Expected, Rate).Add(it => it.Measured, new LibraryContracts.Measured(90.4, 3)));

        Assert.Equal("Expected 100 tokens per second, measured 90", view.Find(".speed").GetAttribute("aria-label"));
        Assert.Equal(["Expected 100 tokens/s (75–125)", "Measured 90 tokens/s in 3 answers"], view.FindAll(".speed-text > span").Select(part => part.TextContent));
    }

    [Fact]
    public void InstalledView_AsksBeforeItDeletes_AndShowsTheNote()
    {
        var deleted = 0;
        var model = new LibraryContracts.Installed(
            "llama3.1:8b", 4_920_000_000, "Q4_K_M", 131072, ["chat", "tools"], false, new(6_000, 4_500, 0.75, 8192, null), Estimate("gpu"), null, "25% of this model spilled to the CPU.");
        var view = Render<InstalledView>(parameters => parameters.Add(it => it.Model, model).Add(it => it.Manageable, true).Add(it => it.OnDelete, () => deleted++));

        Assert.Contains("75 % on the GPU", view.Find(".la-chip-warning").TextContent, StringComparison.Ordinal);
        Assert.Contains("25% of this model spilled to the CPU.", view.Find("[role=note]").TextContent, StringComparison.Ordinal);
        view.Find("[aria-label='Delete llama3.1:8b']").Click();
        Assert.Equal(0, deleted);
        view.Find(".model-delete").Click();
        Assert.Equal(1, deleted);
    }

    [Fact]
    public void InstalledView_HasNoActions_WhenTheProviderIsReadOnly()
    {
        var model = new LibraryContracts.Installed("gpt", 0, null, null, ["chat"], false, null, null, null, null);

        Assert.Empty(Render<InstalledView>(parameters => parameters.Add(it => it.Model, model)).FindAll("button"));
    }

    [Fact]
    public void JobView_OffersToResume_WhenThePullFailed()
    {
        var resumed = 0;
        var job = new ModelJob("m", "failed", 1, 2, ModelJobState.Failed, new AgentProblem(null, "Model server", 507, "40 GB are needed and 10 GB are free."));
        var view = Render<JobView>(parameters => parameters.Add(it => it.Job, job).Add(it => it.OnResume, () => resumed++));

        Assert.Equal("Model server: 40 GB are needed and 10 GB are free.", view.Find("[role=alert]").TextContent);
        view.FindAll("button")[0].Click();
        Assert.Equal(1, resumed);
    }

    [Fact]
    public void CatalogueView_HidesWhatDoesNotRun_UntilAsked()
    {
        LibraryContracts.CatalogueEntry[] entries = [Entry("small:1b", "gpu"), Entry("huge:400b", "none")];
        var view = Render<CatalogueView>(parameters => parameters.Add(it => it.Entries, entries).Add(it => it.Manageable, true));

        Assert.Equal(["small:1b"], view.FindAll(".catalogue-name strong").Select(name => name.TextContent));
        view.Find("input[type=checkbox]").Change(false);
        Assert.Equal(["small:1b", "huge:400b"], view.FindAll(".catalogue-name strong").Select(name => name.TextContent));
        Assert.True(view.Find("[aria-label='Pull huge:400b']").HasAttribute("disabled"));
    }

    private static LibraryContracts.CatalogueEntry Entry(string tag, string fit) => new(tag, tag, 1_000_000_000, 8192, true, false, false, Estimate(fit));

    private static LibraryContracts.Estimate Estimate(string fit) => new(1_000, 2_000, 2_000, fit, 1, 1, Rate, 0.5, "simple chat", ["A note."]);
}
