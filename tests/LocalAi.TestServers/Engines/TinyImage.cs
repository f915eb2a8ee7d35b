using System.Formats.Tar;
using System.Text;

namespace LocalAi.TestServers.Engines;

/// <summary>
/// A container image of 2 MB, made in a moment and without a registry: a static busybox that serves <c>/health</c> and <c>/healthz</c> on
/// port 8080 and ends when it is told to. For tests of an engine, not of a service.
/// </summary>
public static class TinyImage
{
    public const string Name = "localai-test/tiny:1";

    private const string Busybox = "/bin/busybox";
    private const string Serve = """
        trap 'exit 0' TERM INT
        echo serving
        /bin/busybox httpd -f -p 8080 -h /www &
        wait
        """;

    private const UnixFileMode Executable = (UnixFileMode)0x1ED; // 0755

    /// <summary>Null when the image can be made here, else why not.</summary>
    public static string? WhyNot() => File.Exists(Busybox) ? null : "busybox-static is not installed: run eng/real-services.sh packages";

    /// <summary>Makes the image in an engine.</summary>
    /// <param name="run">Runs docker with these arguments against the engine.</param>
    /// <param name="name">The image's name and tag.</param>
    /// <param name="ballast">Bytes of noise in it, for a pull that takes a while.</param>
    public static void MakeIn(Action<string[]> run, string name = Name, int ballast = 0)
    {
        var archive = Path.GetTempFileName();
        try
        {
            Write(archive, ballast);
            run(["import", "--change", "EXPOSE 8080", "--change", """ENTRYPOINT ["/bin/busybox", "sh", "/serve.sh"]""", archive, name]);
        }
        finally
        {
            File.Delete(archive);
        }
    }

    private static void Write(string path, int ballast)
    {
        using var writer = new TarWriter(File.Create(path), TarEntryFormat.Pax);
        foreach (var folder in new[] { "bin", "etc", "tmp", "www" })
        {
            writer.WriteEntry(new PaxTarEntry(TarEntryType.Directory, folder) { Mode = Executable });
        }

        writer.WriteEntry(Busybox, "bin/busybox");
        Add("bin/sh", null);
        Add("serve.sh", Encoding.UTF8.GetBytes(Serve.ReplaceLineEndings("\n")));
        // Without it the C library asks the network first and /etc/hosts never.
        Add("etc/nsswitch.conf", "hosts: files dns\n"u8.ToArray());
        Add("www/health", "ok"u8.ToArray());
        Add("www/healthz", "ok"u8.ToArray());
        if (ballast > 0)
        {
            var noise = new byte[ballast];
            Random.Shared.NextBytes(noise);
            Add("ballast", noise);
        }

        void Add(string name, byte[]? content) => writer.WriteEntry(content is null
            ? new PaxTarEntry(TarEntryType.SymbolicLink, name) { LinkName = "busybox" }
            : new PaxTarEntry(TarEntryType.RegularFile, name) { Mode = Executable, DataStream = new MemoryStream(content) });
    }
}
