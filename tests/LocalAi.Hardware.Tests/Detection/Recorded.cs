namespace LocalAi.Hardware.Tests.Detection;

/// <summary>Outputs as the tools print them.</summary>
internal static class Recorded
{
    public const string TwoNvidia = "NVIDIA GeForce RTX 3090, 24576, 310\nNVIDIA GeForce RTX 3090, 24576, 4\n";

    public const string NvidiaNotAvailable = "NVIDIA GB10, [N/A], [N/A]\n";

    public const string Rocm = """
        WARNING: AMD GPU device(s) is/are in a low-power state. Check power control/runtime_status

        {"card0": {"VRAM Total Memory (B)": "25753026560", "VRAM Total Used Memory (B)": "1173626880", "Card Series": "Radeon RX 7900 XTX", "Card Model": "0x744c", "Card Vendor": "Advanced Micro Devices, Inc. [AMD/ATI]", "Card SKU": "EXT94393"}}
        """;

    public const string Mac = """
        {"SPHardwareDataType":[{"_name":"hardware_overview","activation_lock_status":"activation_lock_disabled","boot_rom_version":"11881.81.4","chip_type":"Apple M4 Pro","machine_model":"Mac16,11","machine_name":"Mac mini","number_processors":"proc 14:10:4","physical_memory":"24 GB"}]}
        """;

    public const string IntelMac = """
        {"SPHardwareDataType":[{"_name":"hardware_overview","cpu_type":"6-Core Intel Core i7","current_processor_speed":"2,6 GHz","physical_memory":"16 GB"}]}
        """;

    public const string MemInfo = "MemTotal:       24684092 kB\nMemFree:        24205672 kB\nMemAvailable:   24263764 kB\nBuffers:            1148 kB\n";

    public const string Epyc = """
        processor	: 0
        vendor_id	: AuthenticAMD
        model name	: AMD EPYC
        cpu MHz		: 2596.098
        physical id	: 0
        core id		: 0
        flags		: fpu sse2 hypervisor avx avx2 avx512f

        processor	: 1
        vendor_id	: AuthenticAMD
        model name	: AMD EPYC
        cpu MHz		: 2596.098
        physical id	: 0
        core id		: 1
        flags		: fpu sse2 hypervisor avx avx2 avx512f
        """;

    public const string Ryzen = """
        processor	: 0
        model name	: AMD Ryzen 7 5700X 8-Core Processor
        cpu MHz		: 4650.000
        physical id	: 0
        core id		: 0
        flags		: fpu avx avx2

        processor	: 1
        model name	: AMD Ryzen 7 5700X 8-Core Processor
        cpu MHz		: 3400.000
        physical id	: 0
        core id		: 0
        flags		: fpu avx avx2
        """;

    public const string Graviton = "processor\t: 0\nBogoMIPS\t: 2100.00\nFeatures\t: fp asimd evtstrm aes\nCPU implementer\t: 0x41\n\nprocessor\t: 1\nBogoMIPS\t: 2100.00\nFeatures\t: fp asimd\n";
}
