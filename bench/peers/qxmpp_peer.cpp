// QXmpp's QXmppTransferManager as sender or receiver of one file over SI and a SOCKS5 or an in-band bytestream.
//
//   qxmpp_peer recv USER@HOST/RESOURCE FILE           prints READY; at the end DONE
//   qxmpp_peer send USER@HOST/RESOURCE FILE TO        prints READY, begins when a line comes; at the end DONE
//
// After DONE it waits for its input to end, so that its CPU time and memory can be read.
// Environment: HOST, PORT, PASSWORD; ROAD is direct (the default), proxy or ibb; PROXY is the JID of the proxy. It never offers
// a loopback address: to send directly it needs another one.
#include <QCoreApplication>
#include <QFile>
#include <QSocketNotifier>
#include <QXmppClient.h>
#include <QXmppConfiguration.h>
#include <QXmppTransferManager.h>
#include <cstdio>
#include <unistd.h>

static QString environment(const char *name) { return QString::fromUtf8(qgetenv(name)); }

static QXmppTransferJob::Method road()
{
    return environment("ROAD") == "ibb" ? QXmppTransferJob::InBandMethod : QXmppTransferJob::SocksMethod;
}

static void say(const char *line)
{
    puts(line);
    fflush(stdout);
}

static void finish(QXmppTransferJob *job)
{
    if (job->error() != QXmppTransferJob::NoError || job->method() != road()) {
        printf("FAIL the transfer broke: error %d of QXmppTransferJob, method %d\n", job->error(), job->method());
        fflush(stdout);
        QCoreApplication::exit(1);
        return;
    }
    say("DONE");
}

int main(int argc, char **argv)
{
    QCoreApplication app(argc, argv);
    const QStringList arguments = app.arguments();
    const bool sends = arguments[1] == "send";
    const QString path = arguments[3];

    QXmppClient client;
    auto *transfers = new QXmppTransferManager;
    transfers->setSupportedMethods(road());
    if (environment("ROAD") == "proxy") {
        transfers->setProxy(environment("PROXY"));
        transfers->setProxyOnly(true);
    }
    client.addExtension(transfers);

    QObject::connect(&client, &QXmppClient::error, [](QXmppClient::Error) {
        say("FAIL the connection broke");
        QCoreApplication::exit(1);
    });
    QObject::connect(transfers, &QXmppTransferManager::fileReceived, [&](QXmppTransferJob *job) {
        auto *file = new QFile(path, job);
        file->open(QIODevice::WriteOnly | QIODevice::Truncate);
        QObject::connect(job, &QXmppTransferJob::finished, [job, file] {
            file->close();
            finish(job);
        });
        job->accept(file);
    });
    QObject::connect(&client, &QXmppClient::connected, [] { say("READY"); });

    // A line: begin. The end of the input: stop.
    QSocketNotifier input(STDIN_FILENO, QSocketNotifier::Read);
    QObject::connect(&input, &QSocketNotifier::activated, [&] {
        char line[64];
        if (read(STDIN_FILENO, line, sizeof line) <= 0) {
            QCoreApplication::exit(0);
        } else if (sends) {
            auto *job = transfers->sendFile(arguments[4], path);
            QObject::connect(job, &QXmppTransferJob::finished, [job] { finish(job); });
        }
    });

    QXmppConfiguration configuration;
    configuration.setJid(arguments[2]);
    configuration.setPassword(environment("PASSWORD"));
    configuration.setHost(environment("HOST"));
    configuration.setPort(environment("PORT").toInt());
    configuration.setIgnoreSslErrors(true);
    configuration.setAutoReconnectionEnabled(false);
    client.connectToServer(configuration);
    return app.exec();
}
