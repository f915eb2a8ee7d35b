using LocalAi.Hardware.Catalogue;
using LocalAi.Hardware.Estimation;
using LocalAi.HardwareBench;

namespace LocalAi.Hardware.Tests.Estimation;

public sealed class AccuracyTests
{
    [Fact]
    public void AccuracyTable_KeepsItsLimits_OnAllMeasurements()
    {
        using var output = new StringWriter();

        Assert.True(AccuracyTable.Print(output), output.ToString());
    }

    [Fact]
    public void Decode_LiesInTheStatedRange_OnEveryCalibrationRow()
    {
        var outside = Measurement.All.Where(row => row.Calibration)
            .Where(row => row.Estimate().DecodeTokensPerSecond is var rate && (row.TokensPerSecond < rate.Low || row.TokensPerSecond > rate.High));

        Assert.Empty(outside);
    }

    [Fact]
    public void TotalMemory_IsWithinTenPercent_WhereALogListsEveryBuffer() =>
        Assert.DoesNotContain(MemoryReport.Itemized, report => Math.Abs(report.Error) > 0.10);

    [Fact]
    public void TotalMemory_IsCloseToWhatServersReport_HoweverTheyCount()
    {
        var errors = MemoryReport.Reported.Select(report => Math.Abs(report.Error)).ToList();

        Assert.InRange(errors.Count(error => error <= 0.10) / (double)errors.Count, 0.80, 1);
        Assert.InRange(errors.Max(), 0, 0.15);
    }

    [Theory]
    [InlineData("llama3:8b", 4, 5)]
    [InlineData("qwen2.5:7b", 4, 5)]
    [InlineData("qwen3:14b", 8, 10)]
    [InlineData("phi4:14b", 8, 10)]
    [InlineData("qwen3:32b", 16, 20)]
    [InlineData("qwen3:30b", 16, 20)]
    [InlineData("yi:34b", 16, 20)]
    [InlineData("llama3:70b", 35, 40)]
    public void Weights_LieInTheBriefsRange_AtFourBits(string tag, double low, double high) =>
        Assert.InRange(QuantizationCatalogue.Get("Q4_K_M").BytesOf(ModelCatalogue.Find(tag)!).Total / (double)(1L << 30), low, high);

    [Theory]
    [InlineData("llama3:8b", "rtx-3060-ti", 1, 25)]
    [InlineData("qwen3:14b", "rtx-3080-ti", 1, 15)]
    [InlineData("qwen3:32b", "rtx-3090", 1, 10)]
    [InlineData("qwen3:32b", "m4-pro", 1, 10)]
    [InlineData("llama3:70b", "rtx-3090", 2, 8)]
    [InlineData("llama3:70b", "h100-pcie", 1, 8)]
    public void Decode_ReachesTheBriefsFloorOnTheGpu_WhenTheBriefNamesThePair(string tag, string gpu, int count, double floor)
    {
        var estimate = new Measurement { Source = "", Gpu = gpu, GpuCount = count, Model = tag, Quantization = "q4_k_m", TokensPerSecond = floor, Context = 8192 }.Estimate();

        Assert.Equal(Fit.Gpu, estimate.Fit);
        Assert.InRange(estimate.DecodeTokensPerSecond.Expected, floor, double.MaxValue);
    }
}
