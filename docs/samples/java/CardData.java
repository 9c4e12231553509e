import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.AlgorithmParameters;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.MGF1ParameterSpec;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import javax.crypto.spec.OAEPParameterSpec;
import javax.crypto.spec.PSource;
import org.bouncycastle.asn1.ASN1Primitive;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.cms.CMSAlgorithm;
import org.bouncycastle.cms.CMSEnvelopedData;
import org.bouncycastle.cms.CMSEnvelopedDataGenerator;
import org.bouncycastle.cms.CMSException;
import org.bouncycastle.cms.CMSProcessableByteArray;
import org.bouncycastle.cms.RecipientInformation;
import org.bouncycastle.cms.jcajce.JceCMSContentEncryptorBuilder;
import org.bouncycastle.cms.jcajce.JceKeyTransEnvelopedRecipient;
import org.bouncycastle.cms.jcajce.JceKeyTransRecipientInfoGenerator;
import org.bouncycastle.jce.provider.BouncyCastleProvider;

/**
 * Seals and opens card data of the Issuer Gateway API: PKCS#7 EnvelopedData, AES-256-CBC, RSAES-OAEP with SHA-256.
 *
 * <pre>
 * java -cp bcprov.jar:bcpkix.jar:bcutil.jar CardData.java seal KEY_IDENTIFIER CERTIFICATE &lt; card.json
 * java -cp bcprov.jar:bcpkix.jar:bcutil.jar CardData.java open PRIVATE_KEY &lt; sealed.txt
 * </pre>
 */
public class CardData {
  private static final BouncyCastleProvider PROVIDER = new BouncyCastleProvider();

  /** Both hashes are named: "RSA/ECB/OAEPWithSHA-256AndMGF1Padding" alone means MGF1 with SHA-1, which the hub refuses. */
  private static final OAEPParameterSpec OAEP_SHA_256 =
      new OAEPParameterSpec("SHA-256", "MGF1", MGF1ParameterSpec.SHA256, PSource.PSpecified.DEFAULT);

  static String seal(byte[] plaintext, String keyIdentifier, X509Certificate certificate)
      throws GeneralSecurityException, IOException, CMSException {
    var generator = new CMSEnvelopedDataGenerator();
    generator.addRecipientInfoGenerator(
        new JceKeyTransRecipientInfoGenerator(
                keyIdentifier.getBytes(StandardCharsets.US_ASCII), oaep(), certificate.getPublicKey())
            .setProvider(PROVIDER));
    var encryptor = new JceCMSContentEncryptorBuilder(CMSAlgorithm.AES256_CBC).setProvider(PROVIDER).build();
    var envelope = generator.generate(new CMSProcessableByteArray(plaintext), encryptor);
    return Base64.getEncoder().encodeToString(envelope.toASN1Structure().getEncoded("DER"));
  }

  static byte[] open(String text, PrivateKey privateKey) throws CMSException {
    var envelope = new CMSEnvelopedData(Base64.getDecoder().decode(text.strip()));
    RecipientInformation recipient = envelope.getRecipientInfos().iterator().next();
    return recipient.getContent(new JceKeyTransEnvelopedRecipient(privateKey).setProvider(PROVIDER));
  }

  private static AlgorithmIdentifier oaep() throws GeneralSecurityException, IOException {
    var parameters = AlgorithmParameters.getInstance("OAEP", PROVIDER);
    parameters.init(OAEP_SHA_256);
    return new AlgorithmIdentifier(
        PKCSObjectIdentifiers.id_RSAES_OAEP, ASN1Primitive.fromByteArray(parameters.getEncoded()));
  }

  public static void main(String[] arguments) throws Exception {
    byte[] input = System.in.readAllBytes();
    if (arguments[0].equals("seal")) {
      System.out.print(seal(input, arguments[1], certificate(Path.of(arguments[2]))));
    } else {
      System.out.write(open(new String(input, StandardCharsets.US_ASCII), privateKey(Path.of(arguments[1]))));
      System.out.flush();
    }
  }

  private static X509Certificate certificate(Path pem) throws GeneralSecurityException, IOException {
    try (InputStream file = Files.newInputStream(pem)) {
      return (X509Certificate) CertificateFactory.getInstance("X.509").generateCertificate(file);
    }
  }

  /** PKCS#8 in PEM, without a passphrase. */
  private static PrivateKey privateKey(Path pem) throws GeneralSecurityException, IOException {
    String base64 = Files.readString(pem).replaceAll("-----(BEGIN|END) PRIVATE KEY-----", "");
    byte[] key = Base64.getMimeDecoder().decode(base64);
    return KeyFactory.getInstance("RSA").generatePrivate(new PKCS8EncodedKeySpec(key));
  }
}
