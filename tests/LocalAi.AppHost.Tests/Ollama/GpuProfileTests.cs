using Aspire.Hosting;
using LocalAi.AppHost.Configuration;
using LocalAi.AppHost.Ollama;

namespace LocalAi.AppHost.Tests.Ollama;

public sealed class GpuProfileTests
{
    private const string Toolkit = "nvidia-ctk";

    [Fact]
    public void Auto_TakesWhatTheMachineHas()
    {
        Assert.Equal(new GpuProfile(null), Profile(GpuSetting.Auto));
        Assert.Equal(new GpuProfile(OllamaGpuVendor.Nvidia), Profile(GpuSetting.Auto, "/dev/nvidia0", Toolkit));
        Assert.Equal(new GpuProfile(OllamaGpuVendor.AMD), Profile(GpuSetting.Auto, "/dev/kfd", "/dev/dri"));
    }

    [Fact]
    public void Setting_WinsOverTheMachine()
    {
        Assert.Equal(new GpuProfile(OllamaGpuVendor.Nvidia), Profile(GpuSetting.Nvidia));
        Assert.Equal(new GpuProfile(OllamaGpuVendor.AMD), Profile(GpuSetting.Amd, "/dev/nvidia0", Toolkit));
        Assert.Equal(new GpuProfile(null), Profile(GpuSetting.None));
    }

    [Fact]
    public void UnusedProcessor_IsSaid_WithWhatWouldHelp()
    {
        Assert.Equal("the NVIDIA graphics processor is not used: install NVIDIA's container toolkit, or set LocalAi:Gpu to none", Profile(GpuSetting.Auto, "/dev/nvidia0").Note);
        Assert.Equal("the graphics processor is not used, since LocalAi:Gpu is none", Profile(GpuSetting.None, "/dev/nvidia0").Note);
    }

    private static GpuProfile Profile(GpuSetting setting, params string[] there) =>
        GpuProfile.For(setting, there.Contains, program => there.Contains(program) ? "/usr/bin" : null);
}
