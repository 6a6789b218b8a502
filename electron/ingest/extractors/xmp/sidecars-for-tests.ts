/** Sidecars as programs write them, cut down to what is read and to some of what is not. */
export const sidecars = {
  /** Lightroom Classic: attributes, settings of the development, keywords in hierarchies by `|`. */
  lightroom: `<x:xmpmeta xmlns:x="adobe:ns:meta/" x:xmptk="Adobe XMP Core 7.0-c000 1.000000, 0000/00/00-00:00:00        ">
 <rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
  <rdf:Description rdf:about=""
    xmlns:xmp="http://ns.adobe.com/xap/1.0/"
    xmlns:photoshop="http://ns.adobe.com/photoshop/1.0/"
    xmlns:dc="http://purl.org/dc/elements/1.1/"
    xmlns:lr="http://ns.adobe.com/lightroom/1.0/"
    xmlns:tiff="http://ns.adobe.com/tiff/1.0/"
    xmlns:exif="http://ns.adobe.com/exif/1.0/"
    xmlns:exifEX="http://cipa.jp/exif/1.0/"
    xmlns:crs="http://ns.adobe.com/camera-raw-settings/1.0/"
   xmp:Rating="4"
   xmp:Label="Green"
   xmp:CreateDate="2023-07-09T18:30:01.25"
   photoshop:DateCreated="2023-07-09T18:30:01.25+02:00"
   photoshop:City="Husum"
   photoshop:Country="Germany"
   tiff:Make="NIKON CORPORATION"
   tiff:Model="NIKON Z 6"
   exif:ExposureTime="1/250"
   exif:FNumber="8/1"
   exif:GPSLatitude="54,28.8N"
   exif:GPSLongitude="9,3.0E"
   exifEX:LensModel="NIKKOR Z 24-70mm f/4 S"
   crs:Version="15.4"
   crs:Exposure2012="+0.35">
   <exif:ISOSpeedRatings><rdf:Seq><rdf:li>200</rdf:li></rdf:Seq></exif:ISOSpeedRatings>
   <dc:title><rdf:Alt><rdf:li xml:lang="de-DE">Die Mole</rdf:li><rdf:li xml:lang="x-default">The pier</rdf:li></rdf:Alt></dc:title>
   <dc:creator><rdf:Seq><rdf:li>Ines Harrow</rdf:li></rdf:Seq></dc:creator>
   <dc:rights><rdf:Alt><rdf:li xml:lang="x-default">© 2023 Ines Harrow</rdf:li></rdf:Alt></dc:rights>
   <dc:subject><rdf:Bag><rdf:li>fog</rdf:li><rdf:li>Husum</rdf:li></rdf:Bag></dc:subject>
   <lr:hierarchicalSubject><rdf:Bag><rdf:li>Places|Germany|Husum</rdf:li><rdf:li>fog</rdf:li></rdf:Bag></lr:hierarchicalSubject>
   <crs:ToneCurvePV2012><rdf:Seq><rdf:li>0, 0</rdf:li><rdf:li>255, 255</rdf:li></rdf:Seq></crs:ToneCurvePV2012>
  </rdf:Description>
 </rdf:RDF>
</x:xmpmeta>
`,
  /** digiKam: a packet with its marks, elements and attributes mixed, tags by `/`, faces of the Metadata Working Group. */
  digiKam: `<?xml version="1.0" encoding="UTF-8"?>
<?xpacket begin="\uFEFF" id="W5M0MpCehiHzreSzNTczkc9d"?>
<x:xmpmeta xmlns:x="adobe:ns:meta/" x:xmptk="XMP Core 4.4.0-Exiv2">
 <rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
  <rdf:Description rdf:about=""
    xmlns:digiKam="http://www.digikam.org/ns/1.0/"
    xmlns:xmp="http://ns.adobe.com/xap/1.0/"
    xmlns:dc="http://purl.org/dc/elements/1.1/"
    xmlns:mwg-rs="http://www.metadataworkinggroup.com/schemas/regions/"
    xmlns:stDim="http://ns.adobe.com/xap/1.0/sType/Dimensions#"
    xmlns:stArea="http://ns.adobe.com/xmp/sType/Area#"
    xmlns:MP="http://ns.microsoft.com/photo/1.2/"
   digiKam:PickLabel="0"
   digiKam:ColorLabel="2"
   xmp:Rating="2">
   <digiKam:TagsList>
    <rdf:Seq>
     <rdf:li>Places/Föhr</rdf:li>
     <rdf:li>lamp</rdf:li>
    </rdf:Seq>
   </digiKam:TagsList>
   <dc:subject>
    <rdf:Bag>
     <rdf:li>Föhr</rdf:li>
     <rdf:li>lamp</rdf:li>
    </rdf:Bag>
   </dc:subject>
   <dc:description>
    <rdf:Alt>
     <rdf:li xml:lang="x-default">The lamp &amp; its keeper</rdf:li>
    </rdf:Alt>
   </dc:description>
   <mwg-rs:Regions rdf:parseType="Resource">
    <mwg-rs:AppliedToDimensions stDim:w="400" stDim:h="200" stDim:unit="pixel"/>
    <mwg-rs:RegionList>
     <rdf:Bag>
      <rdf:li>
       <rdf:Description mwg-rs:Name="Ada Vasseur" mwg-rs:Type="Face">
        <mwg-rs:Area stArea:x="0.25" stArea:y="0.5" stArea:w="0.1" stArea:h="0.2" stArea:unit="normalized"/>
       </rdf:Description>
      </rdf:li>
      <rdf:li rdf:parseType="Resource">
       <mwg-rs:Type>Focus</mwg-rs:Type>
       <mwg-rs:Area rdf:parseType="Resource"><stArea:x>0.5</stArea:x><stArea:y>0.5</stArea:y><stArea:w>0.1</stArea:w><stArea:h>0.1</stArea:h></mwg-rs:Area>
      </rdf:li>
     </rdf:Bag>
    </mwg-rs:RegionList>
   </mwg-rs:Regions>
  </rdf:Description>
 </rdf:RDF>
</x:xmpmeta>
<?xpacket end="w"?>`,
  /** darktable: its own history beside what it shares with others. */
  darktable: `<?xml version="1.0" encoding="UTF-8"?>
<x:xmpmeta xmlns:x="adobe:ns:meta/" x:xmptk="XMP Core 4.4.0-Exiv2">
 <rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
  <rdf:Description rdf:about=""
    xmlns:exif="http://ns.adobe.com/exif/1.0/"
    xmlns:xmp="http://ns.adobe.com/xap/1.0/"
    xmlns:darktable="http://darktable.sf.net/"
    xmlns:lr="http://ns.adobe.com/lightroom/1.0/"
   exif:DateTimeOriginal="2019:08:01 07:15:00"
   xmp:Rating="-1"
   darktable:xmp_version="5"
   darktable:auto_presets_applied="1">
   <lr:hierarchicalSubject>
    <rdf:Seq>
     <rdf:li>darktable|format|nef</rdf:li>
     <rdf:li>gulls</rdf:li>
    </rdf:Seq>
   </lr:hierarchicalSubject>
   <darktable:history><rdf:Seq><rdf:li darktable:num="0" darktable:operation="rawprepare" darktable:params="00000000"/></rdf:Seq></darktable:history>
  </rdf:Description>
 </rdf:RDF>
</x:xmpmeta>
`,
  /** Windows: people by Microsoft's own regions. */
  windows: `<xmp:xmpmeta xmlns:xmp="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"><rdf:Description rdf:about="uuid:faf5bdd5-ba3d-11da-ad31-d33d75182f1b" xmlns:MP="http://ns.microsoft.com/photo/1.2/"><MP:RegionInfo><rdf:Description xmlns:MPRI="http://ns.microsoft.com/photo/1.2/t/RegionInfo#"><MPRI:Regions><rdf:Bag><rdf:li><rdf:Description xmlns:MPReg="http://ns.microsoft.com/photo/1.2/t/Region#"><MPReg:PersonDisplayName>Odile Ferrand</MPReg:PersonDisplayName><MPReg:Rectangle>0.2, 0.3, 0.1, 0.4</MPReg:Rectangle></rdf:Description></rdf:li></rdf:Bag></MPRI:Regions></rdf:Description></MP:RegionInfo></rdf:Description></rdf:RDF></xmp:xmpmeta>`,
} as const;
