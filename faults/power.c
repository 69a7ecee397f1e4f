/* What reaches a disk, and when it is safe there: a library to preload (LD_PRELOAD) into a process that uses SQLite.

   Each write, truncation, creation, removal and sync of the files that begin with $POWER_FILE is appended to $POWER_LOG
   after it succeeded. The log is read by faults/power.py, which rebuilds what a power cut would have left. With
   $POWER_LIES the syncs are not logged, as on a disk that lies: the check must then find what was lost. */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <fcntl.h>
#include <pthread.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/uio.h>
#include <unistd.h>

#define MOST 4096
#define FOLDER 255

static unsigned char watched[MOST]; /* by descriptor: 0 no, 1 + the file's number, FOLDER the folder */
static char file[4096], folder[4096];
static int record_to = -1, lies = 0;
static pthread_mutex_t turn = PTHREAD_MUTEX_INITIALIZER;
static const char *const endings[] = {"", "-wal", "-journal"};

static int (*real_open)(const char *, int, ...);
static int (*real_close)(int);
static ssize_t (*real_pwrite)(int, const void *, size_t, off64_t);
static ssize_t (*real_write)(int, const void *, size_t);
static int (*real_ftruncate)(int, off64_t);
static int (*real_fsync)(int);
static int (*real_fdatasync)(int);
static int (*real_unlink)(const char *);

__attribute__((constructor)) static void begin(void) {
    const char *name = getenv("POWER_FILE"), *log = getenv("POWER_LOG");
    real_open = dlsym(RTLD_NEXT, "open64");
    real_close = dlsym(RTLD_NEXT, "close");
    real_pwrite = dlsym(RTLD_NEXT, "pwrite64");
    real_write = dlsym(RTLD_NEXT, "write");
    real_ftruncate = dlsym(RTLD_NEXT, "ftruncate64");
    real_fsync = dlsym(RTLD_NEXT, "fsync");
    real_fdatasync = dlsym(RTLD_NEXT, "fdatasync");
    real_unlink = dlsym(RTLD_NEXT, "unlink");
    if (!name || !log || strlen(name) >= sizeof file) return;
    lies = getenv("POWER_LIES") != NULL;
    strcpy(file, name);
    strcpy(folder, name);
    char *slash = strrchr(folder, '/');
    if (slash) *slash = 0;
    record_to = real_open(log, O_WRONLY | O_APPEND | O_CREAT | O_CLOEXEC, 0600);
}

static int number_of(const char *path) {
    size_t size = strlen(file);
    if (record_to < 0 || !path) return 0;
    if (!strcmp(path, folder)) return FOLDER;
    if (strncmp(path, file, size)) return 0;
    for (int i = 0; i < 3; i++)
        if (!strcmp(path + size, endings[i])) return i + 1;
    return 0;
}

static void record(char what, int number, uint64_t offset, const void *bytes, uint64_t size) {
    struct __attribute__((packed)) { char what; unsigned char number; uint64_t offset, size; } head = {
        what, (unsigned char)number, offset, size};
    struct iovec parts[2] = {{&head, sizeof head}, {(void *)bytes, bytes ? size : 0}};
    if (!bytes) head.size = 0;
    pthread_mutex_lock(&turn);
    if (writev(record_to, parts, bytes ? 2 : 1) < 0) _exit(99); /* the log is the truth: without it nothing is */
    pthread_mutex_unlock(&turn);
}

static int opened(const char *path, int flags, mode_t mode) {
    int number = number_of(path);
    int made = number && number != FOLDER && (flags & O_CREAT) && access(path, F_OK) != 0;
    int fd = real_open(path, flags, mode);
    if (fd >= 0 && fd < MOST) {
        watched[fd] = (unsigned char)number;
        if (made) record('C', number, 0, NULL, 0);
    }
    return fd;
}

#define MODE(flags, mode) \
    mode_t mode = 0; \
    if ((flags) & (O_CREAT | O_TMPFILE)) { va_list more; va_start(more, flags); mode = va_arg(more, mode_t); va_end(more); }

int open(const char *path, int flags, ...) { MODE(flags, mode) return opened(path, flags, mode); }
int open64(const char *path, int flags, ...) { MODE(flags, mode) return opened(path, flags | O_LARGEFILE, mode); }

int close(int fd) {
    if (fd >= 0 && fd < MOST) watched[fd] = 0;
    return real_close(fd);
}

ssize_t pwrite64(int fd, const void *bytes, size_t size, off64_t offset) {
    ssize_t done = real_pwrite(fd, bytes, size, offset);
    if (done > 0 && fd >= 0 && fd < MOST && watched[fd]) record('W', watched[fd], (uint64_t)offset, bytes, (uint64_t)done);
    return done;
}
ssize_t pwrite(int fd, const void *bytes, size_t size, off_t offset) { return pwrite64(fd, bytes, size, offset); }

ssize_t write(int fd, const void *bytes, size_t size) {
    off64_t at = fd >= 0 && fd < MOST && watched[fd] ? lseek64(fd, 0, SEEK_CUR) : 0;
    ssize_t done = real_write(fd, bytes, size);
    if (done > 0 && fd >= 0 && fd < MOST && watched[fd]) record('W', watched[fd], (uint64_t)at, bytes, (uint64_t)done);
    return done;
}

int ftruncate64(int fd, off64_t size) {
    int done = real_ftruncate(fd, size);
    if (!done && fd >= 0 && fd < MOST && watched[fd]) record('T', watched[fd], (uint64_t)size, NULL, 0);
    return done;
}
int ftruncate(int fd, off_t size) { return ftruncate64(fd, size); }

int fsync(int fd) {
    int done = real_fsync(fd);
    if (!done && !lies && fd >= 0 && fd < MOST && watched[fd]) record('S', watched[fd], 0, NULL, 0);
    return done;
}

int fdatasync(int fd) {
    int done = real_fdatasync(fd);
    if (!done && !lies && fd >= 0 && fd < MOST && watched[fd]) record('S', watched[fd], 0, NULL, 0);
    return done;
}

int unlink(const char *path) {
    int number = number_of(path), done = real_unlink(path);
    if (!done && number && number != FOLDER) record('U', number, 0, NULL, 0);
    return done;
}
