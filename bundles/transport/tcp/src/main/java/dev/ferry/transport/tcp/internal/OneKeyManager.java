package dev.ferry.transport.tcp.internal;

import dev.ferry.spi.transport.LinkCredentials;
import java.net.Socket;
import java.security.Principal;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.X509ExtendedKeyManager;

/** Shows the one throwaway certificate, whatever names the other side asks for. Without a key store: encrypting one costs more than the handshake. */
final class OneKeyManager extends X509ExtendedKeyManager {
    private static final String ALIAS = "throwaway";

    private final LinkCredentials credentials;

    OneKeyManager(LinkCredentials credentials) {
        this.credentials = credentials;
    }

    @Override
    public String chooseEngineClientAlias(String[] keyTypes, Principal[] issuers, SSLEngine engine) {
        for (String type : keyTypes) {
            if (elliptic(type)) {
                return ALIAS;
            }
        }
        return null;
    }

    @Override
    public String chooseEngineServerAlias(String keyType, Principal[] issuers, SSLEngine engine) {
        return elliptic(keyType) ? ALIAS : null;
    }

    private static boolean elliptic(String keyType) {
        return keyType.startsWith("EC");
    }

    @Override
    public X509Certificate[] getCertificateChain(String alias) {
        return new X509Certificate[] {credentials.certificate()};
    }

    @Override
    public PrivateKey getPrivateKey(String alias) {
        return credentials.key();
    }

    @Override
    public String chooseClientAlias(String[] keyTypes, Principal[] issuers, Socket socket) {
        return null;
    }

    @Override
    public String chooseServerAlias(String keyType, Principal[] issuers, Socket socket) {
        return null;
    }

    @Override
    public String[] getClientAliases(String keyType, Principal[] issuers) {
        return null;
    }

    @Override
    public String[] getServerAliases(String keyType, Principal[] issuers) {
        return null;
    }
}
