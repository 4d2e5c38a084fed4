/* A disk that fails, for one process: put in front of the C library by LD_PRELOAD.
 *
 * Build: cc -shared -fPIC -O2 -o faults.so faults.c -ldl
 *
 *   FAULTS_PREFIX  files whose path begins so are on the disk; others are left alone
 *   FAULTS_SUFFIX  only files whose path ends so; else all of them
 *   FAULTS_CALL    which calls count: write, sync, truncate, rename, any of these; link, unlink
 *   FAULTS_AT      the number of the call at which it happens, from 1
 *   FAULTS_TIMES   how many calls fail from there on (1); -1 for all
 *   FAULTS_ERRNO   the error they give (5, EIO)
 *   FAULTS_ACTION  fail: the calls give the error
 *                  torn: of a write the first half reaches the disk, then the power fails
 *                  lost: the power fails, and each write since its file's last sync reaches the disk whole, in part,
 *                        or not at all
 *                  hang: the calls wait while FAULTS_SWITCH is there, and all others on the disk with them
 *   FAULTS_SEED    what decides which writes are lost (1)
 *   FAULTS_STRUCK  a file that is made when it happens
 *   FAULTS_SWITCH  a file: calls count and fail only while it is there
 *   FAULTS_LINKS   none: the disk knows no hard links (EPERM), as FAT
 *   FAULTS_MOUNT   readonly: the disk is mounted read-only (EROFS), while FAULTS_SWITCH is there
 *
 * A failing power is SIGKILL to the process itself.
 */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <signal.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum call { CALL_WRITE = 1, CALL_SYNC = 2, CALL_TRUNCATE = 4, CALL_RENAME = 8, CALL_ANY = 15, CALL_LINK = 16, CALL_UNLINK = 32 };
enum action { FAIL, TORN, LOST, HANG };

/* What stood at a place before a write that no sync has followed yet. */
struct undo {
    struct undo *next;
    ino_t inode;
    off_t offset;
    size_t length;
    size_t old_length; /* less than length where the file grew */
    unsigned char *old;
    char path[512];
};

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static const char *prefix, *suffix, *toggle, *struck, *links, *mount;
static int calls, failure = EIO;
static enum action action;
static long at, times = 1, seen;
static uint64_t chance = 1;
static struct undo *undos; /* newest first */

static ssize_t (*real_write)(int, const void *, size_t);
static ssize_t (*real_pwrite)(int, const void *, size_t, off_t);
static int (*real_fsync)(int);
static int (*real_fdatasync)(int);
static int (*real_ftruncate)(int, off_t);
static int (*real_rename)(const char *, const char *);
static int (*real_link)(const char *, const char *);
static int (*real_open)(const char *, int, ...);
static int (*real_unlink)(const char *);
static int (*real_access)(const char *, int);

/* These are called by other libraries before `begin` is. */
static int call_open(const char *path, int flags, mode_t mode) {
    if (!real_open) real_open = dlsym(RTLD_NEXT, "open64");
    return real_open(path, flags, mode);
}

static int call_unlink(const char *path) {
    if (!real_unlink) real_unlink = dlsym(RTLD_NEXT, "unlink");
    return real_unlink(path);
}

static int call_access(const char *path, int rights) {
    if (!real_access) real_access = dlsym(RTLD_NEXT, "access");
    return real_access(path, rights);
}

static uint64_t next_number(void) {
    uint64_t mixed = chance += 0x9E3779B97F4A7C15u;
    mixed = (mixed ^ (mixed >> 30)) * 0xBF58476D1CE4E5B9u;
    mixed = (mixed ^ (mixed >> 27)) * 0x94D049BB133111EBu;
    return mixed ^ (mixed >> 31);
}

static long number(const char *name, long otherwise) {
    const char *text = getenv(name);
    return text && *text ? atol(text) : otherwise;
}

__attribute__((constructor)) static void begin(void) {
    real_write = dlsym(RTLD_NEXT, "write");
    real_pwrite = dlsym(RTLD_NEXT, "pwrite64");
    real_fsync = dlsym(RTLD_NEXT, "fsync");
    real_fdatasync = dlsym(RTLD_NEXT, "fdatasync");
    real_ftruncate = dlsym(RTLD_NEXT, "ftruncate64");
    real_rename = dlsym(RTLD_NEXT, "rename");
    real_link = dlsym(RTLD_NEXT, "link");
    prefix = getenv("FAULTS_PREFIX");
    suffix = getenv("FAULTS_SUFFIX");
    toggle = getenv("FAULTS_SWITCH");
    struck = getenv("FAULTS_STRUCK");
    links = getenv("FAULTS_LINKS");
    mount = getenv("FAULTS_MOUNT");
    at = number("FAULTS_AT", 1);
    times = number("FAULTS_TIMES", 1);
    failure = (int)number("FAULTS_ERRNO", EIO);
    chance = (uint64_t)number("FAULTS_SEED", 1);
    const char *which = getenv("FAULTS_CALL"), *what = getenv("FAULTS_ACTION");
    if (!which) return;
    calls = !strcmp(which, "write") ? CALL_WRITE : !strcmp(which, "sync") ? CALL_SYNC
        : !strcmp(which, "truncate") ? CALL_TRUNCATE : !strcmp(which, "rename") ? CALL_RENAME
        : !strcmp(which, "link") ? CALL_LINK : !strcmp(which, "unlink") ? CALL_UNLINK : CALL_ANY;
    action = what && !strcmp(what, "torn") ? TORN : what && !strcmp(what, "lost") ? LOST
        : what && !strcmp(what, "hang") ? HANG : FAIL;
}

static int is_ours(const char *path) {
    if (!prefix || !calls || strncmp(path, prefix, strlen(prefix))) return 0;
    size_t length = strlen(path), end = suffix ? strlen(suffix) : 0;
    return end <= length && !strncmp(path + length - end, suffix ? suffix : "", end);
}

/* The path of an open file, if it is on the disk that fails. */
static int path_of(int file, char *path, size_t size) {
    char name[64];
    int error = errno;
    snprintf(name, sizeof name, "/proc/self/fd/%d", file);
    ssize_t length = readlink(name, path, size - 1);
    errno = error;
    if (length <= 0) return 0;
    path[length] = 0;
    /* Shared memory is no disk, and what a log says is not the database's. */
    size_t end = (size_t)length;
    if (end > 4 && (!strcmp(path + end - 4, "-shm") || !strcmp(path + end - 4, ".log"))) return 0;
    return is_ours(path);
}

static void fail_power(void) {
    kill(getpid(), SIGKILL);
    for (;;) pause();
}

/* Loses what was not synced, newest first, so that what is kept of an older write shows through. */
static void lose(void) {
    for (struct undo *one = undos; one; one = one->next) {
        uint64_t fate = next_number() % 3;
        if (fate == 0) continue;
        /* Disks write whole sectors. */
        size_t kept = fate == 1 ? 0 : (size_t)(next_number() % (one->length + 1)) / 512 * 512;
        int file = call_open(one->path, O_RDWR | O_CLOEXEC, 0);
        if (file < 0) continue;
        struct stat status;
        if (fstat(file, &status) == 0 && status.st_ino == one->inode) {
            if (kept < one->old_length)
                real_pwrite(file, one->old + kept, one->old_length - kept, one->offset + (off_t)kept);
            size_t from = kept > one->old_length ? kept : one->old_length;
            off_t end = one->offset + (off_t)one->length;
            if (from < one->length && status.st_size == end) real_ftruncate(file, one->offset + (off_t)from);
        }
        close(file);
    }
}

/* Counts a call; whether it is to fail. `half` writes the first half of what is to be written. */
static int comes(enum call call, int file, const void *bytes, size_t length, off_t offset) {
    if (!(calls & call) || (toggle && call_access(toggle, F_OK) != 0)) return 0;
    seen++;
    if (seen < at || (times >= 0 && seen >= at + times)) return 0;
    if (action == TORN && call != CALL_WRITE) return 0;
    if (struck) {
        int file_made = call_open(struck, O_CREAT | O_WRONLY | O_CLOEXEC, 0600);
        if (file_made >= 0) close(file_made);
    }
    if (action == FAIL) return 1;
    if (action == HANG) {
        while (toggle && call_access(toggle, F_OK) == 0) usleep(10000);
        return 0;
    }
    if (action == TORN) {
        if (offset >= 0) real_pwrite(file, bytes, length / 2, offset);
        else real_write(file, bytes, length / 2);
    } else {
        lose();
    }
    fail_power();
    return 1;
}

static void remember(int file, const char *path, size_t length, off_t offset) {
    struct stat status;
    if (action != LOST || fstat(file, &status) != 0) return;
    struct undo *one = calloc(1, sizeof *one);
    if (!one) return;
    one->inode = status.st_ino;
    one->offset = offset;
    one->length = length;
    one->old = malloc(length ? length : 1);
    snprintf(one->path, sizeof one->path, "%s", path);
    if (one->old && offset < status.st_size) {
        ssize_t count = pread(file, one->old, length, offset);
        one->old_length = count > 0 ? (size_t)count : 0;
    }
    one->next = undos;
    undos = one;
}

static void forget(int file) {
    struct stat status;
    if (fstat(file, &status) != 0) return;
    for (struct undo **place = &undos; *place;) {
        struct undo *one = *place;
        if (one->inode != status.st_ino) { place = &one->next; continue; }
        *place = one->next;
        free(one->old);
        free(one);
    }
}

static ssize_t written(int file, const void *bytes, size_t length, off_t offset) {
    char path[512];
    if (!path_of(file, path, sizeof path))
        return offset >= 0 ? real_pwrite(file, bytes, length, offset) : real_write(file, bytes, length);
    pthread_mutex_lock(&lock);
    if (comes(CALL_WRITE, file, bytes, length, offset)) {
        pthread_mutex_unlock(&lock);
        errno = failure;
        return -1;
    }
    remember(file, path, length, offset >= 0 ? offset : lseek(file, 0, SEEK_CUR));
    ssize_t count = offset >= 0 ? real_pwrite(file, bytes, length, offset) : real_write(file, bytes, length);
    pthread_mutex_unlock(&lock);
    return count;
}

ssize_t write(int file, const void *bytes, size_t length) { return written(file, bytes, length, -1); }
ssize_t pwrite(int file, const void *bytes, size_t length, off_t offset) { return written(file, bytes, length, offset); }
ssize_t pwrite64(int file, const void *bytes, size_t length, off_t offset) { return written(file, bytes, length, offset); }

static int synced(int file, int (*real)(int)) {
    char path[512];
    if (!path_of(file, path, sizeof path)) return real(file);
    pthread_mutex_lock(&lock);
    int fails = comes(CALL_SYNC, file, NULL, 0, -1);
    int result = fails ? -1 : real(file);
    if (!fails && result == 0) forget(file);
    pthread_mutex_unlock(&lock);
    if (fails) errno = failure;
    return result;
}

int fsync(int file) { return synced(file, real_fsync); }
int fdatasync(int file) { return synced(file, real_fdatasync); }

static int truncated(int file, off_t length) {
    char path[512];
    if (!path_of(file, path, sizeof path)) return real_ftruncate(file, length);
    pthread_mutex_lock(&lock);
    int fails = comes(CALL_TRUNCATE, file, NULL, 0, -1);
    pthread_mutex_unlock(&lock);
    if (!fails) return real_ftruncate(file, length);
    errno = failure;
    return -1;
}

int ftruncate(int file, off_t length) { return truncated(file, length); }
int ftruncate64(int file, off_t length) { return truncated(file, length); }

/* Whether a path lies on a disk that is mounted read-only now. */
static int is_fixed(const char *path) {
    if (!mount || strcmp(mount, "readonly") || !prefix || strncmp(path, prefix, strlen(prefix))) return 0;
    int error = errno;
    int fixed = !toggle || call_access(toggle, F_OK) == 0;
    errno = error;
    return fixed;
}

static int opened(const char *path, int flags, mode_t mode) {
    /* A file that is there may be opened for reading with O_CREAT too. */
    if (is_fixed(path) && ((flags & O_ACCMODE) != O_RDONLY || flags & O_TRUNC
                           || (flags & O_CREAT && call_access(path, F_OK) != 0))) {
        errno = EROFS;
        return -1;
    }
    return call_open(path, flags, mode);
}

static mode_t mode_of(int flags, va_list more) {
    return flags & (O_CREAT | __O_TMPFILE) ? va_arg(more, mode_t) : 0;
}

int open(const char *path, int flags, ...) {
    va_list more;
    va_start(more, flags);
    mode_t mode = mode_of(flags, more);
    va_end(more);
    return opened(path, flags, mode);
}

int open64(const char *path, int flags, ...) {
    va_list more;
    va_start(more, flags);
    mode_t mode = mode_of(flags, more);
    va_end(more);
    return opened(path, flags, mode);
}

int __open_2(const char *path, int flags) { return opened(path, flags, 0); }
int __open64_2(const char *path, int flags) { return opened(path, flags, 0); }

/* Counts a call that is about a name; whether it is to fail. */
static int named(enum call call, const char *path) {
    if (!is_ours(path)) return 0;
    pthread_mutex_lock(&lock);
    int fails = comes(call, -1, NULL, 0, -1);
    pthread_mutex_unlock(&lock);
    if (fails) errno = failure;
    return fails;
}

int unlink(const char *path) {
    if (is_fixed(path)) {
        errno = call_access(path, F_OK) == 0 ? EROFS : ENOENT;
        return -1;
    }
    return named(CALL_UNLINK, path) ? -1 : call_unlink(path);
}

int access(const char *path, int rights) {
    int result = call_access(path, rights);
    if (result != 0 || !(rights & W_OK) || !is_fixed(path)) return result;
    errno = EROFS;
    return -1;
}

int rename(const char *old, const char *new) {
    if (is_fixed(old) || is_fixed(new)) {
        errno = EROFS;
        return -1;
    }
    return named(CALL_RENAME, new) ? -1 : real_rename(old, new);
}

int link(const char *old, const char *new) {
    if (is_fixed(new)) {
        errno = EROFS;
        return -1;
    }
    if (!links || strcmp(links, "none") || !prefix || strncmp(new, prefix, strlen(prefix)))
        return named(CALL_LINK, new) ? -1 : real_link(old, new);
    errno = EPERM;
    return -1;
}
