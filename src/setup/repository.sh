# ECR 리포지토리와 이미지 둘입니다. 이미지의 태그는 커밋 9f8e7d6과 a1b2c3d입니다.
aws ecr create-repository --repository-name medusa-server > /dev/null
for commit in 9f8e7d6 a1b2c3d; do
  aws ecr put-image --repository-name medusa-server --image-tag "$commit" --image-manifest "{\"schemaVersion\": 2, \"mediaType\": \"application/vnd.oci.image.manifest.v1+json\", \"config\": {\"mediaType\": \"application/vnd.oci.image.config.v1+json\", \"size\": 7, \"digest\": \"sha256:$commit\"}, \"layers\": []}" > /dev/null
done
