using System.Globalization;
using LocalAi.Dashboard.Telemetry;
using Microsoft.Extensions.Options;

namespace LocalAi.Dashboard.Models;

/// <summary>
/// The models' minutes on disk: one file a day (UTC) in <c>dashboard/models/</c>, to which records are appended, kept for 30 days.
/// </summary>
internal sealed partial class ModelArchive(IOptions<DataDirectoryOptions> options, ModelActivity activity, TimeProvider time, ILogger<ModelArchive> logger)
    : IDisposable
{
    private const int KeptDays = 30;
    private const int MinutesPerDay = 1_440;
    private const string Prefix = "models-";
    private readonly Lock _gate = new();
    private string? _directory;
    private FileStream? _lock;

    /// <summary>Opens the directory and shows what is in it. Without a directory that can be written, nothing is kept over a restart.</summary>
    public void Open()
    {
        lock (_gate)
        {
            try
            {
                var directory = Directory.CreateDirectory(Path.Combine(options.Value.CreateDashboardDirectory(), "models")).FullName;

                // Two dashboards on one directory would count everything twice: the second keeps nothing.
                _lock = new FileStream(Path.Combine(directory, "lock"), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
                _directory = directory;
            }
            catch (Exception error) when (error is IOException or UnauthorizedAccessException)
            {
                LogNoDirectory(options.Value.DashboardDirectory, error.Message);
                return;
            }

            foreach (var (day, path) in Files())
            {
                if (day < Today() - KeptDays)
                {
                    File.Delete(path);
                }
                else
                {
                    Compact(path);
                }
            }

            activity.Restore(Read(Today() - 1));
        }
    }

    /// <summary>Writes what the models did since the last time, and returns when it is on the disk.</summary>
    public void Save()
    {
        lock (_gate)
        {
            var unsaved = activity.TakeUnsaved();
            if (_directory is null || unsaved.Count == 0)
            {
                return;
            }

            var written = 0;
            try
            {
                foreach (var day in unsaved.GroupBy(record => record.Minute / MinutesPerDay))
                {
                    using var file = new FileStream(PathOf(day.Key), FileMode.Append, FileAccess.Write, FileShare.Read);
                    file.Write([.. day.SelectMany(record => ModelRecord.Write(record.Model, record.Minute, record.Bucket))]);
                    file.Flush(flushToDisk: true);
                    written += day.Count();
                }
            }
            catch (IOException error)
            {
                // Days are written whole or, on a full disk, cut short where the checksum notices it.
                activity.PutBack(unsaved.GroupBy(record => record.Minute / MinutesPerDay).SelectMany(day => day).Skip(written));
                LogNotSaved(error.Message);
            }
        }
    }

    public void Dispose()
    {
        Save();
        lock (_gate)
        {
            _lock?.Dispose();
            _directory = null;
        }
    }

    /// <summary>A window that is longer than memory reaches.</summary>
    public Dictionary<ModelKey, ModelWindow> Query(long fromSeconds, long toSeconds, long step)
    {
        Save();
        lock (_gate)
        {
            if (_directory is null)
            {
                return activity.Query(Math.Max(fromSeconds, toSeconds - ModelActivity.MinutesKeptSeconds), toSeconds, step);
            }

            var records = Read(fromSeconds / MinutesPerDay / 60)
                .Select(record => (record.Model, Seconds: record.Minute * 60, record.Bucket))
                .Where(record => record.Seconds >= fromSeconds && record.Seconds < toSeconds);
            return ModelWindow.Collect(records, fromSeconds, toSeconds, step);
        }
    }

    private IEnumerable<(ModelKey Model, long Minute, ModelBucket Bucket)> Read(long firstDay) =>
        Files().Where(file => file.Day >= firstDay).SelectMany(file => ModelRecord.ReadAll(File.ReadAllBytes(file.Path), out _));

    // A day of saving every few seconds becomes one record a minute; what a crash cut short goes with it.
    private static void Compact(string path)
    {
        var bytes = File.ReadAllBytes(path);
        var records = ModelRecord.ReadAll(bytes, out var good);
        var merged = new Dictionary<(ModelKey Model, long Minute), ModelBucket>();
        foreach (var (model, minute, bucket) in records)
        {
            if (merged.TryGetValue((model, minute), out var known))
            {
                known.Add(bucket);
            }
            else
            {
                merged.Add((model, minute), bucket);
            }
        }

        if (merged.Count == records.Count && good == bytes.Length)
        {
            return;
        }

        var temporary = path + ".new";
        using (var file = new FileStream(temporary, FileMode.Create, FileAccess.Write))
        {
            file.Write([.. merged.SelectMany(entry => ModelRecord.Write(entry.Key.Model, entry.Key.Minute, entry.Value))]);
            file.Flush(flushToDisk: true);
        }

        File.Move(temporary, path, overwrite: true);
    }

    private long Today() => time.Now() / UnixTime.NanosPerMinute / MinutesPerDay;

    private string PathOf(long day) =>
        Path.Combine(_directory!, $"{Prefix}{DateTime.UnixEpoch.AddDays(day).ToString("yyyyMMdd", CultureInfo.InvariantCulture)}.bin");

    private IEnumerable<(long Day, string Path)> Files()
    {
        foreach (var path in Directory.EnumerateFiles(_directory!, $"{Prefix}*.bin").Order(StringComparer.Ordinal).ToArray())
        {
            if (DateTime.TryParseExact(
                Path.GetFileNameWithoutExtension(path)[Prefix.Length..], "yyyyMMdd", CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out var date))
            {
                yield return ((long)(date - DateTime.UnixEpoch).TotalDays, path);
            }
        }
    }

    [LoggerMessage(LogLevel.Warning, "The models' history is not kept over a restart: {Directory} cannot be used ({Problem})")]
    private partial void LogNoDirectory(string directory, string problem);

    [LoggerMessage(LogLevel.Warning, "The models' history could not be saved, it is tried again: {Problem}")]
    private partial void LogNotSaved(string problem);
}
